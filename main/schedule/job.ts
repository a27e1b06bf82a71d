import type { RecordKind } from '../../shared/domain/change.ts';

/**
 * One kind of thing that happens later by itself. Its plan lies in records, so it survives restarts; the scheduler only waits and asks.
 * An id stands for whatever the job works on at once: a Subscription, a queue, a partner whose Tasks are read together.
 */
export interface Job {
  /** What it is called in the log. */
  name: string;
  /** Kinds of record that hold its plan: when one changes, something may be due sooner than thought. */
  wokenBy: readonly RecordKind[];
  /** How many are under way at once; 4 when left out. */
  atOnce?: number;
  /** What is due at `now` (ms since 1970), soonest first, at most `limit`. Asked often: it must not read all there is. */
  due(now: number, limit: number): string[];
  /** When the next one after `now` is due (ms since 1970). */
  nextDue(now: number): number | undefined;
  /**
   * Does what is due and moves its plan. The scheduler gives one id at a time, so that a slow partner holds up no other. An id whose run
   * rejects, or leaves it due, is left alone for half a minute.
   */
  run(ids: string[]): Promise<unknown>;
}
