import type { TaskRecord, TaskStatus } from './task.ts';

/** A server whose received Tasks we work on, and how often its queue is read by itself. */
export interface WorkQueue {
  /** The id of its connection. */
  id: string;
  /** Milliseconds between two reads; absent when it is read by hand only. */
  everyMs?: number;
  /** ISO instants. */
  lastReadAt?: string;
  nextReadAt?: string;
  problem?: string;
  exchangeId?: string;
}

/** Which Tasks a rule is about; what is left out is not looked at. Codes as in TaskRecord. */
export interface WorkCondition {
  code?: string;
  workQueue?: string;
  purpose?: string;
  /** Part of the member's identifier. */
  member?: string;
  /** Part of who asks. */
  requester?: string;
  /** Due within so many days from now. */
  dueWithinDays?: number;
}

/** What is done by itself with a Task that is newly requested. The first rule that fits is applied, in their order. */
export interface WorkRule {
  id: string;
  /** The connection whose queue it is for. */
  connectionId: string;
  name: string;
  /** Its place among the rules of that queue, from 0. */
  order: number;
  on: boolean;
  when: WorkCondition;
  /** `complete` collects what the Task asks for and answers with it; `leave` keeps later rules away. */
  action: 'accept' | 'reject' | 'hold' | 'complete' | 'fail' | 'leave';
  /** Why, for reject and fail; the business status for the others. */
  text?: string;
  /** Of `complete`: the data are put into the Task rather than stored beside it. */
  contained?: boolean;
}

/** The status an action of a rule leads to; undefined for `leave`. */
export const statusOfAction: Record<WorkRule['action'], TaskStatus | undefined> = {
  accept: 'accepted',
  reject: 'rejected',
  hold: 'on-hold',
  complete: 'completed',
  fail: 'failed',
  leave: undefined,
};

const dayMs = 86_400_000;

const holds = (text: string | undefined, part: string): boolean =>
  text?.toLowerCase().includes(part.toLowerCase()) ?? false;

/** Whether a Task meets a condition at `now` (ms since 1970). A Task without a due date is never due soon. */
export function meetsCondition(when: WorkCondition, task: TaskRecord, now: number): boolean {
  const due = Date.parse(task.due ?? '');
  return (
    (when.code === undefined || task.code === when.code) &&
    (when.workQueue === undefined || (task.workQueues ?? []).includes(when.workQueue)) &&
    (when.purpose === undefined || (task.purposes ?? []).includes(when.purpose)) &&
    (when.member === undefined || holds(task.member, when.member)) &&
    (when.requester === undefined || holds(task.requester, when.requester)) &&
    (when.dueWithinDays === undefined || due <= now + when.dueWithinDays * dayMs)
  );
}

/** The rules of a queue that are on, in their order. */
export const rulesOf = (rules: readonly WorkRule[], connectionId: string): WorkRule[] =>
  rules.filter((rule) => rule.on && rule.connectionId === connectionId).sort((one, other) => one.order - other.order);
