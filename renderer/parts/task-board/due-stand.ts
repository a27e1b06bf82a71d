import { endOfDue } from '../task-view/words.ts';

/** How a due date stands to a moment, the most urgent first. */
export const dueStands = ['late', 'today', 'week', 'later', 'none'] as const;
/** One of these. */
export type DueStand = (typeof dueStands)[number];

const day = 86_400_000;

/** How a due date (ISO date or instant) stands at `now` (milliseconds since 1970); one that cannot be read counts as none. */
export function dueStand(due: string | undefined, now: number): DueStand {
  const end = due === undefined ? Number.NaN : endOfDue(due);
  if (Number.isNaN(end)) return 'none';
  if (end < now) return 'late';
  const midnight = new Date(now).setHours(24, 0, 0, 0);
  if (end <= midnight) return 'today';
  return end <= midnight + 6 * day ? 'week' : 'later';
}
