import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SubscriptionRecord } from '../../../shared/domain/subscription.ts';
import type { TaskRecord } from '../../../shared/domain/task.ts';
import type { Store } from '../../store/store.ts';
import { connectionOf } from '../partners.ts';
import type { SubscriptionMeans } from './means.ts';

/** A Task may be told of before the answer to its own creation was noted; so long later it is looked for once more. Milliseconds. */
export const anotherLookMs = 2_000;
/** Tasks looked for in one transaction; one message may tell of ten thousand. */
const atOnce = 200;

/**
 * Reads the Tasks with these ids of the server again, as far as we hold them, and notes what wakes them. Others are left alone: they are
 * somebody else's. Never rejects.
 */
export async function wakeTasks(
  means: SubscriptionMeans,
  record: SubscriptionRecord,
  taskIds: readonly string[],
  again = true,
): Promise<void> {
  const { store, ports } = means.kit;
  const partner = means.partners.get(record.id);
  const ids: string[] = [];
  const unknown: string[] = [];
  for (let at = 0; at < taskIds.length; at += atOnce) {
    if (at > 0) await nextTurn();
    store.write(() => {
      for (const taskId of taskIds.slice(at, at + atOnce)) {
        const task = heldTask(store, record, taskId);
        if (!task) {
          unknown.push(taskId);
          continue;
        }
        ids.push(task.id);
        if (partner && !task.connectionId) means.reads.remember(task.id, partner);
        if (task.subscriptionId !== record.id) store.tasks.put({ ...task, subscriptionId: record.id });
      }
    });
  }
  if (again && unknown.length > 0) ports.clock.after(anotherLookMs, () => void lookAgain(means, record, unknown));
  if (ids.length > 0) await means.reads.pollMany(ids, 'notification');
}

/** The Task of that id at the subscription's server, by its address of then or of now. */
export function heldTask(store: Store, record: SubscriptionRecord, taskId: string): TaskRecord | undefined {
  const now = connectionOf({ store }, record)?.baseUrl;
  return store.tasks.find(record.baseUrl, taskId) ?? (now ? store.tasks.find(now, taskId) : undefined);
}

async function lookAgain(means: SubscriptionMeans, record: SubscriptionRecord, taskIds: readonly string[]) {
  const { store, ports } = means.kit;
  try {
    const held = taskIds.filter((taskId) => heldTask(store, record, taskId));
    if (held.length > 0) await wakeTasks(means, record, held, false);
  } catch (error) {
    ports.log(`Tasks that were told of could not be looked for: ${(error as Error).message}`);
  }
}
