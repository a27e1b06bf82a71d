import { ok, type Reply } from '../../shared/contract/errors.ts';
import { defaultReceiverSetup, type ReceiverSetup } from '../../shared/domain/receiver.ts';
import type { Vault } from '../credentials/vault.ts';
import type { Ports } from '../ports.ts';
import type { Receiver } from '../receiver/start-receiver.ts';
import type { ReceiverHandle, SandboxHandle } from '../services/kit.ts';
import type { NotificationEntrance } from '../services/notifications.ts';
import type { Store } from '../store/store.ts';
import type { Heavy } from '../wire/heavy.ts';
import { createRolePlayer } from './play-role.ts';

/** What a receiver is started with, besides its setup. */
export interface ReceiverMeans {
  ports: Ports;
  store: Store;
  vault: Vault;
  heavy: Heavy;
  /** Reads the tokens of senders. */
  sandbox: Pick<SandboxHandle, 'readToken'>;
  notifications(): Promise<NotificationEntrance>;
  /** Called whenever it has started, before that is answered. */
  started(): Promise<void>;
}

/** Starts and stops this process's receiver; one process per data folder has it. */
export function createReceiverHandle(means: ReceiverMeans): ReceiverHandle {
  const { ports, store, vault, heavy, sandbox } = means;
  const player = createRolePlayer<Receiver>({ ports, store }, 'receiver', 'Use listen or serve.', (receiver) =>
    receiver.close(),
  );
  const setupNow = () => store.receivers.get('receiver') ?? defaultReceiverSetup;

  /** The guard and the certificate of a setup. */
  async function lock(setup: ReceiverSetup, notifications: NotificationEntrance) {
    const [{ createGuard }, { identify }, { takeFormerSecrets, takeSecrets }] = await Promise.all([
      import('../receiver/guard-by-proof.ts'),
      import('./receiver-certificate.ts'),
      import('../services/receiver/secrets.ts'),
    ]);
    const secrets = await takeSecrets(vault, setup);
    if (!secrets.ok) return secrets;
    const identified = await identify(ports, setup, secrets.value);
    if (!identified.ok) return identified;
    const known = { ...(await takeFormerSecrets(vault, setup)), ...secrets.value };
    const guard = createGuard(setup, { secrets: known, notifications, readToken: sandbox.readToken });
    return ok({ guard, ...(identified.value ? { tls: identified.value.identity, told: identified.value.told } : {}) });
  }

  /** A certificate that was issued just now is noted, for partners to be told what to trust. */
  function noteCertificate(setup: ReceiverSetup, certificate: string | undefined): void {
    if (certificate !== undefined && setup.tls.certificate !== certificate)
      store.write(() => store.receivers.put({ ...setupNow(), tls: { ...setup.tls, certificate } }));
  }

  async function listen({ port, rules, ...given }: Parameters<ReceiverHandle['start']>[0]): Promise<Reply<Receiver>> {
    const [{ startReceiver }, { createPlace }, { createDecide }] = await Promise.all([
      import('../receiver/start-receiver.ts'), // most commands never need it
      import('../receiver/placement.ts'),
      import('../receiver/decide.ts'),
    ]);
    const entrance = await means.notifications();
    const setup = setupNow();
    const locked = await lock(setup, entrance);
    if (!locked.ok) return locked;
    const { guard, tls, told } = locked.value;
    const maxBytes = given.maxBytes ?? setup.maxBytes;
    const requireSignature = given.requireSignature ?? setup.requireSignature;
    const decide = createDecide(store, ports.clock, { maxBytes, requireSignature, ...(rules ? { rules } : {}) });
    const open = (asked: number) =>
      startReceiver({
        store,
        heavy,
        notifications: entrance,
        guard,
        place: createPlace(store, ports.clock),
        decide,
        declared: { ...setup, requireSignature },
        clock: ports.clock,
        version: ports.version,
        log: ports.log,
        host: setup.host,
        ...(setup.publicUrl ? { publicUrl: setup.publicUrl } : {}),
        ...(tls ? { tls } : {}),
        port: asked,
        maxBytes,
      });
    const first = await open(port ?? (await ports.settings()).get('receiverPort'));
    // A port nobody asked for by name is only a preference.
    const opened = !first.ok && first.error.code === 'port-in-use' && port === undefined ? await open(0) : first;
    if (opened.ok) noteCertificate(setup, told);
    return opened;
  }

  return {
    async start(options) {
      let isFresh = false;
      const role = await player.start(
        () => {
          isFresh = true;
          return listen(options);
        },
        ({ address }) => ({ receiver: address }),
      );
      if (role.ok && isFresh) await means.started();
      return role;
    },
    stop: player.stop,
    async makeCertificate(names) {
      const { makeReceiverCertificate } = await import('./receiver-certificate.ts');
      return makeReceiverCertificate(names, ports.clock.now());
    },
    async reach(signal) {
      const [{ findReach }, settings] = await Promise.all([import('../receiver/reach.ts'), ports.settings()]);
      const role = store.roles.get('receiver');
      return findReach({
        setup: setupNow(),
        address: role?.running ? role.receiver : undefined,
        port: settings.get('receiverPort'),
        now: ports.clock.now(),
        signal,
      });
    },
  };
}
