import type { Reply } from '../../shared/contract/errors.ts';
import type { Clock, Timer } from '../ports.ts';
import type { Store } from '../store/store.ts';

/** Polls Tasks by themselves, at the times their records say. */
export interface Scheduler {
  /** Something may be due sooner than thought. */
  wake(): void;
  /** Starts no further poll; resolves when those under way have ended. */
  stop(): Promise<void>;
}

/** What the scheduler works with. */
export interface SchedulerOptions {
  store: Store;
  clock: Clock;
  /** Reads the Task with our id and notes the poll, with the time of the next one, in its record. */
  poll(id: string): Promise<Reply<unknown>>;
  log(line: string): void;
}

/** Polls under way at once. */
const atOnce = 4;
/** The longest sleep: a laptop that slept, or a clock that was set, is noticed within this many milliseconds. */
const longestSleepMs = 30_000;

/** Records hold the plan, so it survives restarts; this only waits for the soonest and asks `poll` to read it. */
export function startScheduler({ store, clock, poll, log }: SchedulerOptions): Scheduler {
  const underWay = new Map<string, Promise<void>>();
  /** Tasks whose poll left their plan as it was (a full disk, say), and until when (ms) they are left alone. */
  const heldOff = new Map<string, number>();
  let timer: Timer | undefined;
  let stopped = false;

  function wake(): void {
    if (stopped) return;
    timer?.cancel();
    try {
      timer = clock.after(startDue(), wake);
    } catch (error) {
      log(`The polls cannot be planned: ${(error as Error).message}`);
      timer = clock.after(longestSleepMs, wake);
    }
  }

  /** Starts what is due; answers how long to sleep, in milliseconds. What is under way wakes us when it ends. */
  function startDue(): number {
    const now = clock.now();
    for (const [id, until] of heldOff) if (until <= now) heldOff.delete(id);
    for (const { id } of store.tasks.due(now, atOnce + underWay.size + heldOff.size)) {
      if (underWay.size >= atOnce) break;
      if (!underWay.has(id) && !heldOff.has(id)) underWay.set(id, run(id));
    }
    return Math.min(longestSleepMs, (store.tasks.nextDue(now) ?? Number.POSITIVE_INFINITY) - now);
  }

  async function run(id: string): Promise<void> {
    try {
      const plan = store.tasks.get(id)?.nextPollAt;
      await poll(id);
      if (!stopped && store.tasks.get(id)?.nextPollAt === plan) holdOff(id);
    } catch (error) {
      log(`A poll of Task ${id} could not be noted: ${(error as Error).message}`);
      holdOff(id);
    }
    underWay.delete(id);
    wake();
  }

  const holdOff = (id: string) => heldOff.set(id, clock.now() + longestSleepMs);

  const stopListening = store.changes.listen({
    kinds: ['task'],
    change: wake,
    resync: wake,
  });
  wake();
  return {
    wake,
    async stop() {
      stopped = true;
      timer?.cancel();
      stopListening();
      await Promise.all(underWay.values());
    },
  };
}
