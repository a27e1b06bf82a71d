import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { TaskRecord } from '../../shared/domain/task.ts';
import type { Store } from '../store/store.ts';

/**
 * A Task by our id; else the only one we sent that its server calls so. `side` sent: one we received is not found by our id either. Fails
 * with `not-found` where there is none, or several servers call one so.
 */
export function taskNamed({ tasks }: Pick<Store, 'tasks'>, name: string, side?: 'sent'): Reply<TaskRecord> {
  const ours = /^\d+$/.test(name) ? tasks.get(name) : undefined;
  if (ours && (side === undefined || ours.side === side)) return ok(ours);
  const [first, ...more] = tasks.ofServerId(name);
  if (first && more.length === 0) return ok(first);
  return more.length > 0
    ? fail('not-found', `${more.length + 1} Tasks are called ${name} by their servers.`, 'Name it by our own id.')
    : fail(
        'not-found',
        `There is no Task ${name}${side ? ' that we sent' : ''}.`,
        'Look in the list of Tasks; it may have been removed.',
      );
}
