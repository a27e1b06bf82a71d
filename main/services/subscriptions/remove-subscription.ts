import { buildSubscription } from '../../../shared/cdex/build-subscription.ts';
import { ok, type Failure, type Reply } from '../../../shared/contract/errors.ts';
import type { SubscriptionRecord } from '../../../shared/domain/subscription.ts';
import type { Partner } from '../../exchange/partner.ts';
import { deleteSubscription } from '../../exchange/subscriptions/remove-subscription.ts';
import { updateSubscription } from '../../exchange/subscriptions/write-subscription.ts';
import { uncoverTasks } from './cover-tasks.ts';
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
export async function removeSubscription(means: SubscriptionMeans, id: string): Promise<Reply<SubscriptionRecord>> {
  const { store } = means.kit;
  const found = findSubscription(means, id);
  if (!found.ok) return found;
  if (found.value.status === 'removed') {
    forget(means, id);
    return ok(found.value);
  }
  const partner = partnerOf(means, found.value);
  if (!partner.ok) return partner;
  const ended = await end(means, partner.value, found.value);
  if (!ended.ok) {
    const problem = `It could not be removed: ${ended.error.message}`;
    change(store, id, (record) => ({ record: { ...record, problem } }));
    return ended;
  }
  const removed = store.write(() => {
    const { problem: _solved, nextCheckAt: _plan, ...record } = store.subscriptions.get(id) ?? found.value;
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

const isGone = ({ httpStatus }: Failure) => httpStatus === 404 || httpStatus === 410;
const notOffered = ({ httpStatus }: Failure) => httpStatus === 405 || httpStatus === 501;

/** DELETE where the partner may offer it, else the status `off`; one that is not there is ended already. */
async function end(
  { kit: { door } }: SubscriptionMeans,
  partner: Partner,
  record: SubscriptionRecord,
): Promise<Reply<unknown>> {
  const { subscriptionId, offers } = record;
  if (!subscriptionId) return ok(undefined);
  const mayDelete = !offers || offers.includes('delete');
  const deleted = mayDelete ? await deleteSubscription(door, partner, subscriptionId) : undefined;
  if (deleted?.ok || (deleted && isGone(deleted.error))) return ok(undefined);
  if (deleted && !notOffered(deleted.error)) return deleted;
  const off = { ...buildSubscription({ ...record, headers: [] }), id: subscriptionId, status: 'off' as const };
  const put = await updateSubscription(door, partner, off, { secrets: [], note: 'unsubscribe' });
  return put.ok || isGone(put.error) ? ok(undefined) : put;
}
