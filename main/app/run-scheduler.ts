import type { Role } from '../../shared/domain/role.ts';
import type { Ports, Timer } from '../ports.ts';
import { type Scheduler, startScheduler } from '../schedule/poll-tasks.ts';
import { type RoleLock, roleIsHeld, takeRole } from '../store/role-locks.ts';
import type { Store } from '../store/store.ts';

/** The scheduler of this process, while it has the role. */
export interface SchedulerHandle {
  wake(): void;
  stop(): Promise<void>;
}

/** How often a host that stays looks whether the role became free, in milliseconds. */
const takeOverMs = 5_000;

/**
 * Polls Tasks in one process a data folder. A host that stays and finds the role taken waits for it: when the holder ends, however it
 * ends, polling goes on here. `noteRole` writes the role's record.
 */
export function runScheduler(
  ports: Ports,
  store: Store,
  poll: Parameters<typeof startScheduler>[0]['poll'],
  noteRole: (role: Role) => void,
): SchedulerHandle {
  const { clock } = ports;
  let held: { lock: RoleLock; scheduler: Scheduler } | undefined;
  let waiting: Timer | undefined;

  function take(): void {
    waiting = undefined;
    const lock = takeIfFree();
    if (!lock) {
      waiting = clock.after(takeOverMs, take);
      return;
    }
    held = { lock, scheduler: startScheduler({ store, clock, log: ports.log, poll }) };
    noteRole({ id: 'scheduler', running: true, pid: process.pid, since: new Date(clock.now()).toISOString() });
  }

  /** Looking costs nothing; taking waits a moment for those who only look. A folder that fails now is tried again: a timer has no caller. */
  function takeIfFree(): RoleLock | undefined {
    try {
      const lock = roleIsHeld(ports.dataFolder, 'scheduler') ? undefined : takeRole(ports.dataFolder, 'scheduler');
      return lock?.ok ? lock.value : undefined;
    } catch (error) {
      ports.log(`The scheduler cannot be started yet: ${(error as Error).message}.`);
      return undefined;
    }
  }

  if (ports.capabilities.includes('stay')) take();
  return {
    wake: () => held?.scheduler.wake(),
    async stop() {
      waiting?.cancel();
      if (!held) return;
      await held.scheduler.stop();
      noteRole({ id: 'scheduler', running: false });
      held.lock.release();
    },
  };
}
