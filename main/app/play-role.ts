import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { ProcessRole, Role } from '../../shared/domain/role.ts';
import type { Ports } from '../ports.ts';
import { type RoleLock, takeRole } from '../store/role-locks.ts';
import type { Store } from '../store/store.ts';

/** A role as this process plays it: at most once, and only where no other process of the data folder does. */
export interface RolePlayer<Part> {
  /** What plays it now, while it runs in this process. */
  part(): Part | undefined;
  /**
   * Opens the part and writes the role's record with what `tell` says about it, in one transaction. Already running, it answers the
   * record. Fails with `capability-missing`, `role-held`, or as `open` does; whatever fails, nothing stays open and no lock is kept.
   */
  start(open: () => Promise<Reply<Part>>, tell: (part: Part, since: string) => Partial<Role>): Promise<Reply<Role>>;
  /** Closes the part and writes that nobody plays the role. */
  stop(): Promise<void>;
}

/** `advice` says by what command the role can be played, where this one does not stay; a sentence that starts with a verb. */
export function createRolePlayer<Part>(
  { ports, store }: { ports: Ports; store: Store },
  id: ProcessRole,
  advice: string,
  close: (part: Part) => Promise<void>,
): RolePlayer<Part> {
  let playing: { part: Part; lock: RoleLock } | undefined;
  let starting: Promise<Reply<Role>> | undefined;

  async function play(...[open, tell]: Parameters<RolePlayer<Part>['start']>): Promise<Reply<Role>> {
    if (playing) return ok(store.roles.get(id) as Role);
    if (!ports.capabilities.includes('stay'))
      return fail('capability-missing', `This command does not stay, so it cannot keep a ${id}.`, advice);
    const lock = takeRole(ports.dataFolder, id);
    if (!lock.ok) return lock;
    let opened: Reply<Part> | undefined;
    try {
      opened = await open();
      if (opened.ok) {
        const part = opened.value;
        const role = note(part, tell);
        playing = { part, lock: lock.value };
        return ok(role);
      }
    } catch (error) {
      // A part whose record cannot be stored could not store what it is for either.
      try {
        if (opened?.ok) await close(opened.value);
      } finally {
        lock.value.release();
      }
      throw error;
    }
    lock.value.release();
    return opened;
  }

  function note(part: Part, tell: (part: Part, since: string) => Partial<Role>): Role {
    const since = new Date(ports.clock.now()).toISOString();
    return store.write(() => {
      const role: Role = { id, running: true, pid: process.pid, since, ...tell(part, since) };
      store.roles.put(role);
      return role;
    });
  }

  return {
    part: () => playing?.part,
    start(...how) {
      starting ??= play(...how).finally(() => {
        starting = undefined;
      });
      return starting;
    },
    async stop() {
      await starting?.catch(() => undefined); // whoever started it hears of that
      if (!playing) return;
      const { part, lock } = playing;
      playing = undefined;
      try {
        await close(part);
        store.write(() => store.roles.put({ id, running: false }));
      } finally {
        lock.release();
      }
    },
  };
}
