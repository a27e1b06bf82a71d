import { readFilter } from '../../../shared/cdex/build-subscription.ts';
import type { SubscriptionRecord } from '../../../shared/domain/subscription.ts';
import { isFinal, type TaskRecord } from '../../../shared/domain/task.ts';
import type { Store } from '../../store/store.ts';

/** All Tasks a board holds; more than anybody has. */
const all = 1_000_000;
/** Tasks that are changed in one transaction: between two of them everything else gets its turn. */
const atOnce = 250;

/** Whether notifications of a subscription can be about a Task, as far as its filters say something we know of the Task. */
export function covers({ baseUrl, filters }: SubscriptionRecord, task: TaskRecord): boolean {
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
  const open = store.tasks
    .list({ limit: all, side: 'sent' })
    .filter((task) => !isFinal(task.status) && !task.subscriptionId && covers(record, task));
  await inSlices(open, (slice) =>
    store.write(() => {
      if (store.subscriptions.get(record.id)?.status !== 'active') return;
      for (const { id } of slice) {
        const task = store.tasks.get(id);
        if (task && !task.subscriptionId) store.tasks.put({ ...task, subscriptionId: record.id });
      }
    }),
  );
}

/** Takes that away again, when the subscription is no more. */
export async function uncoverTasks(store: Store, id: string): Promise<void> {
  const covered = store.tasks.list({ limit: all, side: 'sent' }).filter((task) => task.subscriptionId === id);
  await inSlices(covered, (slice) =>
    store.write(() => {
      for (const one of slice) {
        const { subscriptionId, ...task } = store.tasks.get(one.id) ?? one;
        if (subscriptionId === id) store.tasks.put(task);
      }
    }),
  );
}

async function inSlices<T>(list: readonly T[], work: (slice: readonly T[]) => void): Promise<void> {
  for (let at = 0; at < list.length; at += atOnce) {
    if (at > 0) await new Promise((resolve) => setImmediate(resolve));
    work(list.slice(at, at + atOnce));
  }
}
