import type { SubscriptionRecord } from '../../../shared/domain/subscription.ts';
import type { SubscriptionMeans } from './means.ts';

/** A Task may be told of before the answer to its own creation was noted; so long later it is looked for once more. Milliseconds. */
const anotherLookMs = 2_000;

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
  store.write(() => {
    for (const taskId of taskIds) {
      const task = store.tasks.find(record.baseUrl, taskId, 'sent');
      if (!task) {
        unknown.push(taskId);
        continue;
      }
      ids.push(task.id);
      if (partner && !task.connectionId) means.reads.remember(task.id, partner);
      if (task.subscriptionId !== record.id) store.tasks.put({ ...task, subscriptionId: record.id });
    }
  });
  if (again && unknown.length > 0) ports.clock.after(anotherLookMs, () => void lookAgain(means, record, unknown));
  if (ids.length > 0) await means.reads.pollMany(ids, 'notification');
}

async function lookAgain(means: SubscriptionMeans, record: SubscriptionRecord, taskIds: readonly string[]) {
  const { store, ports } = means.kit;
  try {
    const held = taskIds.filter((taskId) => store.tasks.find(record.baseUrl, taskId, 'sent'));
    if (held.length > 0) await wakeTasks(means, record, held, false);
  } catch (error) {
    ports.log(`Tasks that were told of could not be looked for: ${(error as Error).message}`);
  }
}
