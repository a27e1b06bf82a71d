import { setImmediate as nextTurn } from 'node:timers/promises';
import { sayTask } from '../../../shared/cdex/match-push.ts';
import type { TaskRecord } from '../../../shared/domain/task.ts';
import type { Store } from '../../store/store.ts';

/** A notification that came, and the server's ids of the Tasks it tells of. */
export interface ToldTasks {
  pushId: string;
  taskIds: readonly string[];
}

/** Notifications joined in one transaction; a flood brings a thousand in a second. */
const atOnce = 200;

/**
 * Joins notifications to the first Task of ours they tell of, as far as `find` knows it, so that it tells of them too. Answers those that
 * tell of none we hold.
 */
export async function joinNotifications(
  store: Store,
  told: readonly ToldTasks[],
  find: (taskId: string) => TaskRecord | undefined,
  now: number,
): Promise<ToldTasks[]> {
  const unknown: ToldTasks[] = [];
  const at = new Date(now).toISOString();
  for (let from = 0; from < told.length; from += atOnce) {
    if (from > 0) await nextTurn();
    store.write(() => {
      for (const one of told.slice(from, from + atOnce)) {
        const task = one.taskIds.map(find).find((found) => found !== undefined);
        const push = task && store.pushes.get(one.pushId);
        if (!task) unknown.push(one);
        else if (push && !push.match?.by.includes('hand')) {
          const says = `Tells of ${sayTask(task)}: the subscription is ours.`;
          const match = { state: 'matched' as const, taskId: task.id, by: ['subscription' as const], says, at };
          store.pushes.patch(one.pushId, { match });
        }
      }
    });
  }
  return unknown;
}
