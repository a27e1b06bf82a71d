import type { Role } from '../../shared/domain/role.ts';
import type { Ports, Timer } from '../ports.ts';
import type { Job } from '../schedule/job.ts';
import type { Scheduler } from '../schedule/scheduler.ts';
import { type RoleLock, roleIsHeld, takeRole } from '../store/role-locks.ts';
import type { Store } from '../store/store.ts';

/** The scheduler of this process, while it has the role. */
export interface SchedulerHandle {
  wake(): void;
  /** Starts nothing further; answers whether the jobs ran in this process. What is under way goes on until `stop`. */
  halt(): Promise<boolean>;
  stop(): Promise<void>;
}

/** How often a host that stays looks whether the role became free, in milliseconds. */
const takeOverMs = 5_000;

/**
 * Runs the jobs in one process a data folder. A host that stays and finds the role taken waits for it: when the holder ends, however it
 * ends, the jobs go on here. They are loaded once the role is had. `noteRole` writes the role's record.
 */
export function runScheduler(
  ports: Ports,
  store: Store,
  loadJobs: () => Promise<Job[]>,
  noteRole: (role: Role) => void,
): SchedulerHandle {
  const { clock } = ports;
  let held: RoleLock | undefined;
  let started: Promise<Scheduler | undefined> | undefined;
  let scheduler: Scheduler | undefined;
  let stopped = false;
  let waiting: Timer | undefined;
  let ended: Promise<void> | undefined;

  function take(): void {
    waiting = undefined;
    const lock = takeIfFree();
    if (!lock) {
      waiting = clock.after(takeOverMs, take);
      return;
    }
    held = lock;
    started = start().catch((error: Error) => {
      ports.log(`The scheduler cannot be started: ${error.message}.`);
      return undefined;
    });
  }

  async function start(): Promise<Scheduler | undefined> {
    const [jobs, { startScheduler }] = await Promise.all([loadJobs(), import('../schedule/scheduler.ts')]);
    if (stopped) return undefined;
    scheduler = startScheduler({ jobs, clock, log: ports.log, changes: store.changes });
    noteRole({ id: 'scheduler', running: true, pid: process.pid, since: new Date(clock.now()).toISOString() });
    return scheduler;
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

  async function halt(): Promise<boolean> {
    stopped = true;
    waiting?.cancel();
    const running = await started;
    ended ??= running?.stop();
    return held !== undefined;
  }

  if (ports.capabilities.includes('stay')) take();
  return {
    wake: () => scheduler?.wake(),
    halt,
    async stop() {
      if (!(await halt())) return;
      await ended;
      if (scheduler) noteRole({ id: 'scheduler', running: false });
      held?.release();
    },
  };
}
