import { isFinal, type TaskRecord, taskStatuses } from '../../../shared/domain/task.ts';

/** The coarse choice above the list. */
export type TaskScope = 'all' | 'open' | 'ended';

/** Whether nothing goes on until a person acts: on hold, outputs not yet fetched, a poll that failed, a status nobody knows. */
export function needsYou(task: TaskRecord): boolean {
  if (task.status === 'on-hold' || !taskStatuses.some((status) => status === task.status)) return true;
  if (isFinal(task.status)) {
    return task.status === 'completed' && task.outputs.some(({ content, problem }) => !content && !problem);
  }
  return task.lastPoll?.result === 'failed';
}

/** A row of the list: a Task, or the head of the group that follows it. */
export type TaskRow =
  | { kind: 'task'; id: string; task: TaskRecord }
  | { kind: 'group'; id: string; title: string; count: number };

const titles = { you: 'Needs you', partner: 'Waiting on the partner', ended: 'Ended' } as const;
type Group = keyof typeof titles;

const groupOf = (task: TaskRecord): Group => (needsYou(task) ? 'you' : isFinal(task.status) ? 'ended' : 'partner');

/** Whether every word of the filter is somewhere in the Task: status, code, what was asked, member, claim, partner, owner, id. */
export function taskFilter(text: string): (task: TaskRecord) => boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return (task) => {
    if (words.length === 0) return true;
    const { status, businessStatus, statusReason, code, asked, member, claim, partner, owner, taskId } = task;
    const all = [status, businessStatus, statusReason, code, asked, member, claim, partner, owner, taskId];
    const hay = all.filter(Boolean).join(' ').toLowerCase();
    return words.every((word) => hay.includes(word));
  };
}

const inScope = (task: TaskRecord, scope: TaskScope): boolean =>
  scope === 'all' || (scope === 'ended') === isFinal(task.status);

// What is read next comes first among the open ones; a Task nobody polls comes last.
const byNextPoll = (a: TaskRecord, b: TaskRecord): number => (a.nextPollAt ?? '9').localeCompare(b.nextPollAt ?? '9');

/** The list's rows: by who must act (you, the partner, nobody), each group under its head; empty groups are left out. */
export function groupTasks(tasks: readonly TaskRecord[], scope: TaskScope, filter: string): TaskRow[] {
  const fits = taskFilter(filter);
  const groups: Record<Group, TaskRecord[]> = { you: [], partner: [], ended: [] };
  for (const task of tasks) if (inScope(task, scope) && fits(task)) groups[groupOf(task)].push(task);
  groups.partner.sort(byNextPoll);
  return (Object.keys(titles) as Group[]).flatMap((name): TaskRow[] => {
    const list = groups[name];
    if (list.length === 0) return [];
    const head: TaskRow = { kind: 'group', id: `group-${name}`, title: titles[name], count: list.length };
    return [head, ...list.map((task): TaskRow => ({ kind: 'task', id: task.id, task }))];
  });
}
