import { ok, type Reply } from '../../../shared/contract/errors.ts';
import type { SubscriptionRecord } from '../../../shared/domain/subscription.ts';
import { uncoverTasks } from './cover-tasks.ts';
import { endAtPartner } from './end-at-partner.ts';
import { forgetHeaders } from './given-headers.ts';
import { change, findSubscription, partnerOf, type SubscriptionMeans } from './means.ts';

/** Removed ones that are still shown; older ones are forgotten. */
const removedKept = 20;
/** What of its events is still shown. */
const recentKept = 20;

/**
 * Ends a subscription at the partner, and marks it removed here. One that is removed already is forgotten. Fails as the exchange does; then
 * it stands as it did, with the reason.
 */
export async function removeSubscription(
  means: SubscriptionMeans,
  id: string,
  signal?: AbortSignal,
): Promise<Reply<SubscriptionRecord>> {
  const { store } = means.kit;
  const found = findSubscription(means, id);
  if (!found.ok) return found;
  if (found.value.status === 'removed') {
    forget(means, id);
    return ok(found.value);
  }
  const partner = partnerOf(means, found.value);
  if (!partner.ok) return partner;
  const ended = await endAtPartner(means, partner.value, found.value, signal);
  if (!ended.ok) {
    const problem = `It could not be removed: ${ended.error.message}`;
    change(store, id, (record) => ({ record: { ...record, problem } }));
    return ended;
  }
  const removed = store.write(() => {
    const {
      problem: _solved,
      nextCheckAt: _plan,
      closed: _again,
      left: _there,
      ...record
    } = store.subscriptions.get(id) ?? found.value;
    const next: SubscriptionRecord = { ...record, status: 'removed', recent: record.recent.slice(-recentKept) };
    store.subscriptions.put(next);
    return next;
  });
  means.partners.delete(id);
  await forgetHeaders(means.kit, id);
  await uncoverTasks(store, id);
  const old = store.subscriptions.list().filter(({ status }) => status === 'removed');
  for (const one of old.slice(0, -removedKept)) forget(means, one.id);
  return ok(removed);
}

function forget({ kit: { store } }: SubscriptionMeans, id: string): void {
  store.write(() => {
    store.subscriptionEvents.remove(id);
    store.subscriptions.remove(id);
  });
}
