import type { SubscriptionEvent, SubscriptionRecord } from '../domain/subscription.ts';
import type { TaskRecord } from '../domain/task.ts';

/** Something a subscription told of a Task, or may have told: events are about it, a gap is where one could have been. */
export interface TaskNotice {
  /** ISO instant. */
  at: string;
  type: 'event' | 'duplicate' | 'gap';
  /** Number of the event, or of the first missing. */
  number?: number;
  to?: number;
  subscriptionId: string;
  exchangeId?: string;
}

/** Whether a reference leads to the Task: relative, absolute under its base, with or without a version. */
function isAbout(focus: string, { taskId, baseUrl }: Pick<TaskRecord, 'taskId' | 'baseUrl'>): boolean {
  const [plain = ''] = focus.split('/_history/');
  const own = `Task/${taskId}`;
  return plain === own || plain === `${baseUrl}/${own}`;
}

type Told = Pick<SubscriptionRecord, 'id' | 'gaps'> & { events: readonly SubscriptionEvent[] };

/**
 * What subscriptions of a Task's server told of it, oldest first. A gap is taken in when nothing tells that its events were about other
 * Tasks, and when it was noticed during the life of this one; one that $events made up for, when that named this Task.
 */
export function noticesOf(
  task: Pick<TaskRecord, 'taskId' | 'baseUrl' | 'createdAt'>,
  told: readonly Told[],
  until: string,
): TaskNotice[] {
  const notices = told.flatMap(({ id, gaps, events }): TaskNotice[] => {
    const about = events.filter(
      ({ type, focus }) => (type === 'event' || type === 'duplicate') && focus.some((one) => isAbout(one, task)),
    );
    const lost = gaps.filter(
      ({ at, filled, taskIds }) =>
        (filled !== 'events' || taskIds?.includes(task.taskId)) && at >= task.createdAt && at <= until,
    );
    return [
      ...about.map(({ at, type, number, exchangeId }): TaskNotice => {
        return { at, type: type === 'event' ? 'event' : 'duplicate', number, subscriptionId: id, exchangeId };
      }),
      ...lost.map(({ at, from, to }): TaskNotice => ({ at, type: 'gap', number: from, to, subscriptionId: id })),
    ];
  });
  return notices.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/** Two readings of what a subscription told, as one, oldest first: each message is known by its place, else by what it says. */
export function mergeEvents(
  older: readonly SubscriptionEvent[],
  newer: readonly SubscriptionEvent[],
): SubscriptionEvent[] {
  const keyOf = ({ seq, at, type, number }: SubscriptionEvent) =>
    seq === undefined ? `${at} ${type} ${number}` : String(seq);
  const known = new Map([...older, ...newer].map((event) => [keyOf(event), event]));
  return [...known.values()].sort((a, b) => (a.seq ?? 0) - (b.seq ?? 0) || (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}
