import type { Reply } from '../../shared/contract/errors.ts';
import { defaultReceiverSetup } from '../../shared/domain/receiver.ts';
import type { Ports } from '../ports.ts';
import type { Receiver } from '../receiver/start-receiver.ts';
import type { ReceiverHandle } from '../services/kit.ts';
import type { NotificationEntrance } from '../services/notifications.ts';
import type { Store } from '../store/store.ts';
import type { Heavy } from '../wire/heavy.ts';
import { createRolePlayer } from './play-role.ts';

/** Starts and stops this process's receiver; one process per data folder has it. */
export function createReceiverHandle(
  ports: Ports,
  store: Store,
  heavy: Heavy,
  notifications: () => Promise<NotificationEntrance>,
): ReceiverHandle {
  const player = createRolePlayer<Receiver>({ ports, store }, 'receiver', 'Use listen or serve.', (receiver) =>
    receiver.close(),
  );

  async function listen({ port, rules, ...given }: Parameters<ReceiverHandle['start']>[0]): Promise<Reply<Receiver>> {
    const [{ startReceiver }, { openGuard }, { createPlace }, { createDecide }] = await Promise.all([
      import('../receiver/start-receiver.ts'), // most commands never need it
      import('../receiver/guard.ts'),
      import('../receiver/placement.ts'),
      import('../receiver/decide.ts'),
    ]);
    const entrance = await notifications();
    const stored = store.receivers.get('receiver') ?? defaultReceiverSetup;
    const maxBytes = given.maxBytes ?? stored.maxBytes;
    const requireSignature = given.requireSignature ?? stored.requireSignature;
    const decide = createDecide(store, ports.clock, { maxBytes, requireSignature, ...(rules ? { rules } : {}) });
    const open = (asked: number) =>
      startReceiver({
        store,
        heavy,
        notifications: entrance,
        guard: openGuard,
        place: createPlace(store, ports.clock),
        decide,
        clock: ports.clock,
        version: ports.version,
        log: ports.log,
        port: asked,
        maxBytes,
      });
    const first = await open(port ?? (await ports.settings()).get('receiverPort'));
    // A port nobody asked for by name is only a preference.
    return !first.ok && first.error.code === 'port-in-use' && port === undefined ? open(0) : first;
  }

  return {
    start: (options) =>
      player.start(
        () => listen(options),
        ({ address }) => ({ receiver: address }),
      ),
    stop: player.stop,
  };
}
