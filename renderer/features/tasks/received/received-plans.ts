import { isFinal, type TaskRecord, taskStatuses } from '../../../../shared/domain/task.ts';
import type { GroupPlan } from '../../../parts/task-board/board.ts';
import { duePlan, statusPlan } from '../../../parts/task-board/group-plans.ts';

/** What received Tasks can be grouped by. */
export type ReceivedGrouping = 'actor' | 'queue' | 'purpose' | 'due' | 'status';

/** The same for a choice. */
export const receivedGroupings: readonly { value: ReceivedGrouping; label: string }[] = [
  { value: 'actor', label: 'who must act' },
  { value: 'queue', label: 'work queue' },
  { value: 'purpose', label: 'purpose' },
  { value: 'due', label: 'due' },
  { value: 'status', label: 'status' },
];

const isKnown = (status: string): boolean => taskStatuses.some((known) => known === status);

/** Whether a rule tried this version of a Task and could not go through with it. */
const hasRuleProblem = ({ ruled, lastVersion }: Pick<TaskRecord, 'ruled' | 'lastVersion'>): boolean =>
  ruled?.problem !== undefined && ruled.versionId === lastVersion?.versionId;

/** Whether a received Task stands still until a person here acts: newly requested, on hold, in a status nobody knows, or left by a rule. */
export function needsAnswer(task: TaskRecord): boolean {
  if (task.goneAt || isFinal(task.status)) return false;
  return task.status === 'requested' || task.status === 'on-hold' || !isKnown(task.status) || hasRuleProblem(task);
}

const actorTitles: Readonly<Record<string, string>> = {
  you: 'Needs you',
  work: 'At work here',
  gone: 'Gone from the server',
  ended: 'Ended',
};

/** By who must act on a Task we received: a person here, whoever took it on, nobody. */
export const receivedPlan: GroupPlan = {
  keyOf: (task) => {
    if (needsAnswer(task)) return 'you';
    if (isFinal(task.status)) return 'ended';
    return task.goneAt ? 'gone' : 'work';
  },
  titleOf: (key) => actorTitles[key] ?? key,
  keys: Object.keys(actorTitles),
};

const none = 'none';

/** By the first of a Task's codes; the Tasks without any come last. */
const byFirst = (codesOf: (task: TaskRecord) => readonly string[] | undefined, without: string): GroupPlan => ({
  keyOf: (task) => codesOf(task)?.[0] ?? none,
  titleOf: (key) => (key === none ? without : key.slice(key.lastIndexOf('|') + 1)),
  keys: [],
});

const queuePlan = byFirst(({ workQueues }) => workQueues, 'without a work queue');
const purposePlan = byFirst(({ purposes }) => purposes, 'without a purpose');

/** The plan of a choice at `now` (milliseconds since 1970). */
export function receivedPlanOf(grouping: ReceivedGrouping, now: number): GroupPlan {
  switch (grouping) {
    case 'actor':
      return receivedPlan;
    case 'queue':
      return queuePlan;
    case 'purpose':
      return purposePlan;
    case 'status':
      return statusPlan;
    case 'due':
      return duePlan(now);
  }
}
