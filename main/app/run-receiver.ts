import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { Role } from '../../shared/domain/role.ts';
import type { Ports } from '../ports.ts';
import type { Receiver } from '../receiver/start-receiver.ts';
import type { ReceiverHandle } from '../services/kit.ts';
import { type RoleLock, takeRole } from '../store/role-locks.ts';
import type { Store } from '../store/store.ts';
import type { Heavy } from '../wire/heavy.ts';

/** Starts and stops this process's receiver; one process per data folder has it. */
export function createReceiverHandle(ports: Ports, store: Store, heavy: Heavy): ReceiverHandle {
  let running: { receiver: Receiver; lock: RoleLock } | undefined;

  async function listen(port: number | undefined, maxBytes: number | undefined): Promise<Reply<Receiver>> {
    const { defaultMaxBytes, startReceiver } = await import('../receiver/start-receiver.ts'); // most commands never need it
    const open = (asked: number) =>
      startReceiver({
        store,
        heavy,
        clock: ports.clock,
        version: ports.version,
        log: ports.log,
        port: asked,
        maxBytes: maxBytes ?? defaultMaxBytes,
      });
    const first = await open(port ?? (await ports.settings()).get('receiverPort'));
    // A port nobody asked for by name is only a preference.
    return !first.ok && first.error.code === 'port-in-use' && port === undefined ? open(0) : first;
  }

  async function start({ port, maxBytes }: Parameters<ReceiverHandle['start']>[0]): Promise<Reply<Role>> {
    if (running) return ok(store.roles.get('receiver') as Role);
    if (!ports.capabilities.includes('stay'))
      return fail(
        'capability-missing',
        'This command does not stay, so it cannot keep a receiver.',
        'Use listen or serve.',
      );
    const lock = takeRole(ports.dataFolder, 'receiver');
    if (!lock.ok) return lock;
    const started = await listen(port, maxBytes);
    if (!started.ok) {
      lock.value.release();
      return started;
    }
    const role: Role = {
      id: 'receiver',
      running: true,
      pid: process.pid,
      since: new Date(ports.clock.now()).toISOString(),
      receiver: started.value.address,
    };
    try {
      store.write(() => store.roles.put(role));
    } catch (error) {
      // A receiver that cannot store one record cannot store a push either.
      await started.value.close();
      lock.value.release();
      throw error;
    }
    running = { receiver: started.value, lock: lock.value };
    return ok(role);
  }

  let starting: Promise<Reply<Role>> | undefined;
  return {
    start(options) {
      starting ??= start(options).finally(() => {
        starting = undefined;
      });
      return starting;
    },
    async stop() {
      await starting;
      if (!running) return;
      const { receiver, lock } = running;
      running = undefined;
      try {
        await receiver.close();
        store.write(() => store.roles.put({ id: 'receiver', running: false }));
      } finally {
        lock.release();
      }
    },
  };
}
