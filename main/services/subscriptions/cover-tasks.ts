import { setImmediate as nextTurn } from 'node:timers/promises';
import { readFilter } from '../../../shared/cdex/build-subscription.ts';
import type { SubscriptionRecord } from '../../../shared/domain/subscription.ts';
import { isFinal, type TaskRecord } from '../../../shared/domain/task.ts';
import type { Store } from '../../store/store.ts';

/** Tasks that are read and changed in one transaction: between two of them everything else gets its turn. */
const atOnce = 250;

/** Whether notifications of a subscription can be about a Task, as far as its filters say something we know of the Task. */
function covers({ baseUrl, filters }: SubscriptionRecord, task: TaskRecord): boolean {
  if (task.side !== 'sent' || task.baseUrl !== baseUrl) return false;
  return filters.every((filter) => {
    const { parameter, modifier, value = '' } = readFilter(filter) ?? {};
    const values = value.split(',');
    if (modifier === 'identifier' && (parameter === 'requester' || parameter === 'owner')) {
      const known = task[parameter];
      return known === undefined || values.includes(known);
    }
    // A code may be written with its system before it.
    if (parameter === 'code' && !modifier)
      return task.code === '' || values.some((one) => one.split('|').at(-1) === task.code);
    return true;
  });
}

/** Notes in the Tasks that still go on that a subscription wakes them, a few at a time. */
export async function coverTasks(store: Store, record: SubscriptionRecord): Promise<void> {
  await inSlices(store, null, (slice) => {
    if (store.subscriptions.get(record.id)?.status !== 'active') return false;
    for (const task of slice)
      if (!isFinal(task.status) && covers(record, task)) store.tasks.put({ ...task, subscriptionId: record.id });
    return true;
  });
}

/** Takes that away again, when the subscription is no more. */
export async function uncoverTasks(store: Store, id: string): Promise<void> {
  await inSlices(store, id, (slice) => {
    for (const { subscriptionId: _ended, ...task } of slice) store.tasks.put(task);
    return true;
  });
}

/** Goes through the Tasks a subscription wakes, or none does (null); `work` changes them in a transaction, and answers whether to go on. */
async function inSlices(
  store: Store,
  subscriptionId: string | null,
  work: (slice: readonly TaskRecord[]) => boolean,
): Promise<void> {
  for (let last: string | undefined = '0'; last !== undefined; await nextTurn()) {
    const after: string = last;
    last = store.write(() => {
      const slice = store.tasks.wokenBy(subscriptionId, after, atOnce);
      return work(slice) && slice.length === atOnce ? slice.at(-1)?.id : undefined;
    });
  }
}
