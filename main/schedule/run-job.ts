import type { Clock, Timer } from '../ports.ts';
import type { Job } from './job.ts';

/** A job that is being run by the clock. */
export interface RunningJob {
  /** Something may be due sooner than thought. */
  wake(): void;
  /** Starts nothing further; resolves when what is under way has ended. */
  stop(): Promise<void>;
}

/** What running a job needs. */
export interface JobMeans {
  clock: Clock;
  log(line: string): void;
}

const usuallyAtOnce = 4;
/** The longest sleep: a laptop that slept, or a clock that was set, is noticed within this many milliseconds. */
const longestSleepMs = 30_000;

/** Waits for the soonest due, runs it, and waits again. */
export function runJob(job: Job, { clock, log }: JobMeans): RunningJob {
  const atOnce = job.atOnce ?? usuallyAtOnce;
  const underWay = new Map<string, Promise<void>>();
  /** Ids whose run left them due (a full disk, say), and how long ago that was. */
  const heldOff = new Map<string, Timer>();
  let timer: Timer | undefined;
  let stopped = false;

  function wake(): void {
    if (stopped) return;
    timer?.cancel();
    try {
      timer = clock.after(startDue(), wake);
    } catch (error) {
      log(`The plan of ${job.name} cannot be read: ${(error as Error).message}`);
      timer = clock.after(longestSleepMs, wake);
    }
  }

  /** Starts what is due; answers how long to sleep, in milliseconds. What is under way wakes us when it ends. */
  function startDue(): number {
    const now = clock.now();
    const free = atOnce - underWay.size;
    if (free > 0) {
      const waiting = job
        .due(now, atOnce + underWay.size + heldOff.size)
        .filter((id) => !underWay.has(id) && !heldOff.has(id));
      for (const id of waiting.slice(0, free)) underWay.set(id, run(id));
    }
    return Math.min(longestSleepMs, (job.nextDue(now) ?? Number.POSITIVE_INFINITY) - now);
  }

  async function run(id: string): Promise<void> {
    try {
      await job.run([id]);
      if (!stopped && job.due(clock.now(), atOnce + underWay.size + heldOff.size).includes(id)) holdOff(id);
    } catch (error) {
      log(`A run of ${job.name} failed: ${(error as Error).message}`);
      holdOff(id);
    }
    underWay.delete(id);
    wake();
  }

  function holdOff(id: string): void {
    const release = () => {
      heldOff.delete(id);
      wake();
    };
    heldOff.set(id, clock.after(longestSleepMs, release));
  }

  wake();
  return {
    wake,
    async stop() {
      stopped = true;
      timer?.cancel();
      for (const held of heldOff.values()) held.cancel();
      await Promise.all(underWay.values());
    },
  };
}
