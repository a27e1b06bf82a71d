import type { TaskRecord } from '../../../shared/domain/task.ts';

const plural = (n: number, one: string) => `${n} ${one}${n === 1 ? '' : 's'}`;

const day = 86_400_000;

/** The end of an ISO date (midnight after it, in the machine's zone), or an instant as it is; NaN where it is neither. */
export const endOfDue = (due: string): number => {
  const bare = /^(\d{4})-(\d{2})-(\d{2})$/.exec(due);
  return bare ? new Date(Number(bare[1]), Number(bare[2]) - 1, Number(bare[3]) + 1).getTime() : Date.parse(due);
};

/** How a due date stands: in words, and how urgent. `at` is now for an open Task, the moment it ended for an ended one. */
export function dueWords(due: string, at: number, ended: boolean): { words: string; st?: 'warn' | 'fail' } {
  const left = endOfDue(due) - at;
  if (Number.isNaN(left)) return { words: '' };
  const days = Math.floor(Math.abs(left) / day);
  if (left < 0) {
    const late = days === 0 ? 'late' : `${days} d late`;
    return ended ? { words: late } : { words: late, st: 'fail' };
  }
  if (ended) return { words: days === 0 ? 'in time' : `${days} d early` };
  if (left < day)
    return { words: left < 3_600_000 ? 'within the hour' : `${Math.floor(left / 3_600_000)} h left`, st: 'warn' };
  return { words: `in ${days} d` };
}

/** What a list says at the end of an ended Task: how much came of it. What we answered with is not ours to fetch. */
export function endWords(task: {
  side?: TaskRecord['side'];
  status: string;
  outputs: readonly { content?: unknown }[];
  lastVersion?: { versionId: string };
}): string {
  const { side, outputs, lastVersion } = task;
  if (outputs.length > 0) {
    return side === 'received' || outputs.every(({ content }) => content)
      ? `${plural(outputs.length, 'output')}`
      : 'to be fetched';
  }
  return `v${lastVersion?.versionId ?? '?'}`;
}
