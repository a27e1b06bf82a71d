import type { Reply } from '../../shared/contract/errors.ts';
import type { Clock, Timer } from '../ports.ts';
import type { Store } from '../store/store.ts';

/** Polls Tasks by themselves, at the times their records say. */
export interface Scheduler {
  /** Something may be due sooner than thought. */
  wake(): void;
  stop(): void;
}

/** Polls under way at once. */
const atOnce = 4;
/** The longest sleep: a laptop that slept, or a clock that was set, is noticed within this many milliseconds. */
const longestSleepMs = 30_000;

/** Records hold the plan, so it survives restarts; this only waits for the soonest and asks `poll` to read it. */
export function startScheduler(store: Store, clock: Clock, poll: (id: string) => Promise<Reply<unknown>>): Scheduler {
  const underWay = new Set<string>();
  let timer: Timer | undefined;
  let stopped = false;

  function wake(): void {
    if (stopped) return;
    timer?.cancel();
    for (const task of store.tasks.due(clock.now(), atOnce + underWay.size)) {
      if (underWay.size >= atOnce) break;
      if (!underWay.has(task.id)) void run(task.id);
    }
    const next = store.tasks.nextDue();
    if (next === undefined) return;
    // What is due but under way plans its own next time when it ends.
    const ms =
      underWay.size > 0 && next <= clock.now()
        ? longestSleepMs
        : Math.min(longestSleepMs, Math.max(0, next - clock.now()));
    timer = clock.after(ms, wake);
  }

  async function run(id: string): Promise<void> {
    underWay.add(id);
    try {
      await poll(id);
    } finally {
      underWay.delete(id);
      wake();
    }
  }

  const stopListening = store.changes.listen({
    change({ kind }) {
      if (kind === 'task') wake();
    },
    resync: wake,
  });
  wake();
  return {
    wake,
    stop() {
      stopped = true;
      timer?.cancel();
      stopListening();
    },
  };
}
