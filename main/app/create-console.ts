import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { ConsoleEvent, Progress } from '../../shared/contract/events.ts';
import { createVault } from '../credentials/open-vault.ts';
import type { Ports } from '../ports.ts';
import type { Kit } from '../services/kit.ts';
import { createOperations } from '../services/operations.ts';
import { mendInterrupted } from '../services/submissions/records.ts';
import { roleIsHeld } from '../store/role-locks.ts';
import { storageFailure } from '../store/storage-failure.ts';
import { openStore, type Store } from '../store/store.ts';
import { createHeavy } from '../wire/heavy.ts';
import type { Console } from './console.ts';
import { createDispatch } from './dispatch.ts';
import { createFamilies, createLateDoor, lateAdmit } from './families.ts';
import { createLateTokens } from './late-tokens.ts';
import { noteVault } from './note-vault.ts';
import { createReceiverHandle } from './run-receiver.ts';
import { createSandboxHandle } from './run-sandbox.ts';
import { runScheduler } from './run-scheduler.ts';
import { sweep } from './sweep.ts';

/**
 * Puts the product together on the ports of a host. Fails when the data folder cannot be used (`folder-unusable`, `folder-corrupt`).
 * A host that stays gets a scheduler, unless another process on the folder has it; receiver and sandbox start by command.
 */
export function createConsole(ports: Ports, open: typeof openStore = openStore): Reply<Console> {
  const actor = { user: ports.user, host: ports.host, process: process.pid };
  const opened = open(ports.dataFolder, { actor, now: () => ports.clock.now() });
  if (!opened.ok) return opened;
  const store = opened.value;
  /** Writes who plays which role, or that a host comes or goes. A full disk must neither keep a host from starting nor from ending. */
  const noteRoles = (work: () => void) => {
    try {
      store.write(work);
    } catch (error) {
      const storage = storageFailure(error, ports.dataFolder);
      if (!storage) throw error;
      ports.log(storage.message);
    }
  };
  /** A host that stays says in the trail when it came and went; of others what they do says enough. */
  const noteHost = (done: 'start' | 'stop', outcome: string) => {
    const request = `${done} the console, version ${ports.version}`;
    if (ports.capabilities.includes('stay')) noteRoles(() => store.audit.add({ action: 'start', request, outcome }));
  };
  forgetDeadRoles(ports.dataFolder, store, noteRoles);
  if (ports.capabilities.includes('stay')) noteRoles(() => mendInterrupted({ store, ports }));
  noteHost('start', 'started');

  const ears = new Set<(event: ConsoleEvent) => void>();
  const tell = (hear: (event: ConsoleEvent) => void, event: ConsoleEvent) => {
    try {
      hear(event);
    } catch (error) {
      ports.log(`A listener failed: ${(error as Error).message}`); // what it listens to goes on
    }
  };
  const announce = (progress: Progress) => {
    for (const hear of ears) tell(hear, { type: 'progress', progress });
  };
  const heavy = createHeavy(ports.assets.heavyWorker);
  store.moveLogBy(async (file) => {
    if (closing === undefined) await heavy.run('moveLog', new Uint8Array(), file);
  });
  const { dataFolder: folder, safeStorage, passphrase } = ports;
  const vault = createVault({ folder, safeStorage, passphrase, note: noteVault(store) });
  const door = createLateDoor(store, ports);
  const tokens = createLateTokens({ ports, store, vault, door, heavy });
  const sandbox = createSandboxHandle(ports, store, vault);
  const kit: Kit = {
    ports,
    store,
    vault,
    admit: lateAdmit({ store, vault, tokens }),
    tokens,
    door,
    operations: createOperations(announce),
    announce,
    receiver: createReceiverHandle({
      ports,
      store,
      vault,
      heavy,
      sandbox,
      notifications: () => families.notifications(),
      async started() {
        if (closing === undefined) await (await import('../services/receiver/introduce.ts')).introduceReceiver(kit);
      },
    }),
    sandbox,
    scheduler: { wake: () => scheduler.wake() },
  };
  const families = createFamilies(kit, heavy);
  const dispatch = createDispatch(families.handlersFor, ports.log);
  const scheduler = runScheduler(ports, store, families.jobs, (role) => noteRoles(() => store.roles.put(role)));

  if (ports.capabilities.includes('stay'))
    void sweep(ports, store).catch((error: Error) => ports.log(`Sweeping the data folder failed: ${error.message}.`));

  const underWay = new Set<Promise<unknown>>();
  if (ports.capabilities.includes('stay'))
    underWay.add(
      joinWaiting(store, ports).catch((error: Error) => ports.log(`Pushes were not joined: ${error.message}.`)),
    );
  let closing: Promise<void> | undefined;

  /**
   * Subscriptions end with the console that keeps them going; where another process of the folder receives, they go on there. Those made
   * for this process alone end in any case.
   */
  async function leavePartners(): Promise<void> {
    const isKeeper = await scheduler.halt();
    const { pid } = store.roles.get('receiver') ?? {};
    const receivesElsewhere = pid !== undefined && pid !== process.pid && roleIsHeld(ports.dataFolder, 'receiver');
    await families.closeSubscriptions(isKeeper && !receivesElsewhere);
  }

  async function close(): Promise<void> {
    kit.operations.cancelAll();
    await leavePartners().catch((error: Error) => ports.log(`Subscriptions were left at partners: ${error.message}`));
    const stopped = await Promise.allSettled([kit.receiver.stop(), kit.sandbox.stop()]);
    for (const one of stopped) if (one.status === 'rejected') ports.log(`Not stopped in order: ${one.reason}`);
    await kit.door.close();
    await heavy.close();
    await scheduler.stop();
    await families.close();
    await Promise.all(underWay); // what was cancelled still writes its record
    await vault.lock();
    noteHost('stop', 'stopped');
    store.close();
  }

  return ok({
    async dispatch(name, input) {
      if (closing !== undefined) return fail('cancelled', 'The console is closing.', 'Start it again.');
      const reply = dispatch(name, input);
      underWay.add(reply);
      return reply.finally(() => underWay.delete(reply));
    },
    listen(hear, kinds) {
      ears.add(hear);
      const stop = store.changes.listen({
        ...(kinds ? { kinds } : {}),
        change: (change) => tell(hear, { type: 'change', change }),
        resync: (seq) => tell(hear, { type: 'resync', seq }),
      });
      return () => {
        ears.delete(hear);
        stop();
      };
    },
    close() {
      closing ??= close();
      return closing;
    },
  });
}

/** A process that was killed could not say that it stopped. */
function forgetDeadRoles(dataFolder: string, store: Store, noteRoles: (work: () => void) => void): void {
  const dead = store.roles.list().filter(({ id, running }) => running && !roleIsHeld(dataFolder, id));
  if (dead.length > 0)
    noteRoles(() => {
      for (const { id } of dead) store.roles.put({ id, running: false });
    });
}

/** Pushes that came while no console was there to look at them, or before this version did. */
async function joinWaiting(store: Store, { clock }: Ports): Promise<void> {
  const { matchWaiting } = await import('../services/inbox/match-waiting.ts');
  await matchWaiting(store, () => clock.now());
}
