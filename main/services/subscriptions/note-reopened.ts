import type { SubscriptionRecord } from '../../../shared/domain/subscription.ts';
import type { Partner } from '../../exchange/partner.ts';
import { change, type SubscriptionMeans } from './means.ts';
import { statusEvent } from './noted.ts';
import { searchTasks } from './search-tasks.ts';
import { wakeTasks } from './wake-tasks.ts';

/**
 * Says that a subscription is there again after the console was closed, and has the Tasks read that changed meanwhile: nobody told of
 * them. `before` is its record as the close left it; any other is left alone.
 */
export async function noteReopened(
  means: SubscriptionMeans,
  partner: Partner,
  { id, closed, left }: SubscriptionRecord,
): Promise<void> {
  const { store, ports } = means.kit;
  const since = closed?.since ?? left?.at;
  if (!since) return;
  const at = new Date(ports.clock.now()).toISOString();
  const message = closed
    ? 'It was removed when the console closed, and was asked for again.'
    : 'The last close could not remove it at the partner; it was asked for again.';
  const record = change(store, id, ({ closed: _c, left: _l, ...known }) => ({
    record: { ...known, reopenedAt: at },
    events: [statusEvent(at, message)],
  }));
  if (!record) return;
  const found = await searchTasks(means, partner, record, since);
  if (found.ok) await wakeTasks(means, record, found.value.taskIds);
}
