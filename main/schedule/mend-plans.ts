import type { TaskTable } from '../store/tasks.ts';
import type { Job } from './job.ts';

/** No profile plans further ahead than an hour; what is planned beyond may be from before the clock was set back. */
const farthestMs = 65 * 60_000;
const all = 'plans';

/** Looks after plans when the clock was set back, while we ran or before. `mend` plans anew what is planned after a time (ms). */
export function mendPlans(tasks: TaskTable, mend: (after: number) => Promise<unknown>): Job {
  let seen: number | undefined;
  /** After which time plans are doubtful, in milliseconds. */
  let doubtful: number | undefined;
  return {
    name: 'plans of polls',
    wokenBy: [],
    due(now) {
      if (seen === undefined) doubtful = now + farthestMs;
      else if (now < seen) doubtful = now;
      seen = now;
      if (doubtful !== undefined && tasks.dueAfter(doubtful, '0', 1).length === 0) doubtful = undefined;
      return doubtful === undefined ? [] : [all];
    },
    nextDue: () => undefined, // a clock that was set is noticed at the next look
    async run() {
      const after = doubtful;
      doubtful = undefined;
      if (after !== undefined) await mend(after);
    },
  };
}
