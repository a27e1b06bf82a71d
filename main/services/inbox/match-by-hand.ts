import { sayTask } from '../../../shared/cdex/match-push.ts';
import { fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import type { Push } from '../../../shared/domain/push.ts';
import type { Store } from '../../store/store.ts';
import { taskNamed } from '../task-named.ts';

/**
 * Joins a push to a Task by hand, by our id or the server's; null takes it from the one it is joined to. Either way it stays so: what
 * was decided by hand is not decided again by itself.
 */
export function matchByHand(store: Store, push: Push, task: string | null, now: number): Reply<Push> {
  const at = new Date(now).toISOString();
  if (task === null) {
    const was = push.match?.taskId === undefined ? undefined : store.tasks.get(push.match.taskId);
    const says = was ? `Taken from ${sayTask(was)} by hand.` : 'Belongs to no request, by hand.';
    const state = push.kind === 'submission' ? 'held' : 'none';
    return keep(store, push, { state, by: ['hand'], says, at });
  }
  const found = taskNamed(store, task, 'sent');
  if (!found.ok) return found;
  const { id: taskId } = found.value;
  return keep(store, push, {
    state: 'matched',
    taskId,
    by: ['hand'],
    says: `Joined to ${sayTask(found.value)} by hand.`,
    at,
  });
}

function keep(store: Store, { id }: Push, match: Push['match'] & object): Reply<Push> {
  const next = store.write(() => store.pushes.patch(id, { match }));
  return next ? ok(next) : fail('not-found', `There is no push ${id}.`, 'Look in the push inbox.');
}
