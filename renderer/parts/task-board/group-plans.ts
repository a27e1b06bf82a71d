import { figureStates } from '../../../shared/cdex/status-figure.ts';
import { isFinal, type TaskRecord, taskStatuses } from '../../../shared/domain/task.ts';
import { orders } from '../../stores/orders.ts';
import type { GroupPlan } from './board.ts';
import { dueStand, dueStands } from './due-stand.ts';

/** What Tasks can be grouped by. */
export type Grouping = 'actor' | 'partner' | 'due' | 'status';

/** The same for a choice. */
export const groupings: readonly { value: Grouping; label: string }[] = [
  { value: 'actor', label: 'who must act' },
  { value: 'partner', label: 'partner' },
  { value: 'due', label: 'due' },
  { value: 'status', label: 'status' },
];

const isKnown = (status: string): boolean => taskStatuses.some((known) => known === status);

/** Whether nothing goes on with a Task we sent until a person acts: on hold, outputs not yet fetched, a poll that failed, a status nobody knows. */
export function needsYou(task: TaskRecord): boolean {
  if (task.goneAt) return false;
  if (task.status === 'on-hold' || !isKnown(task.status)) return true;
  if (isFinal(task.status)) {
    return task.status === 'completed' && task.outputs.some(({ content, problem }) => !content && !problem);
  }
  return task.lastPoll?.result === 'failed';
}

const actorTitles: Readonly<Record<string, string>> = {
  you: 'Needs you',
  partner: 'Waiting on the partner',
  gone: 'Gone from the server',
  ended: 'Ended',
};

const actorOf = (task: TaskRecord): string => {
  if (needsYou(task)) return 'you';
  if (isFinal(task.status)) return 'ended';
  return task.goneAt ? 'gone' : 'partner';
};

/** By who must act on a Task we sent: you, the partner, nobody. A Task polled anew keeps its place, so that it can be clicked. */
export const actorPlan: GroupPlan = {
  keyOf: actorOf,
  titleOf: (key) => actorTitles[key] ?? key,
  keys: Object.keys(actorTitles),
};

/** By partner. */
const partnerPlan: GroupPlan = {
  keyOf: ({ connectionId, partner }) => connectionId ?? partner,
  titleOf: (key, task) => task?.partner ?? key,
  keys: [],
};

/** By status: the seven in the order of the figure, and whatever else a partner wrote. */
export const statusPlan: GroupPlan = {
  keyOf: ({ status }) => (isKnown(status) ? status : 'other'),
  titleOf: (key) => key,
  keys: [...figureStates, 'other'],
};

/** The same as columns, of which empty ones are shown too. */
export const columnsPlan: GroupPlan = { ...statusPlan, keepsEmpty: true };

const dueTitles: Readonly<Record<string, string>> = {
  late: 'Late',
  today: 'Due today',
  week: 'Due within seven days',
  later: 'Due later',
  none: 'No due date',
  ended: 'Ended',
};

const text = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** By how much time is left at `now` (milliseconds since 1970); the most urgent first. */
export const duePlan = (now: number): GroupPlan => ({
  keyOf: (task) => (isFinal(task.status) ? 'ended' : dueStand(task.due, now)),
  titleOf: (key) => dueTitles[key] ?? key,
  keys: [...dueStands, 'ended'],
  order: (a, b) => text(a.due ?? '9', b.due ?? '9') || orders.task(a, b),
});

/** The plan of a choice. */
export function planOf(grouping: Grouping, now: number): GroupPlan {
  switch (grouping) {
    case 'actor':
      return actorPlan;
    case 'partner':
      return partnerPlan;
    case 'status':
      return statusPlan;
    case 'due':
      return duePlan(now);
  }
}
