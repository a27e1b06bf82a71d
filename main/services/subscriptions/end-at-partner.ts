import { buildSubscription } from '../../../shared/cdex/build-subscription.ts';
import { ok, type Failure, type Reply } from '../../../shared/contract/errors.ts';
import type { SubscriptionRecord } from '../../../shared/domain/subscription.ts';
import type { Partner } from '../../exchange/partner.ts';
import { deleteSubscription } from '../../exchange/subscriptions/remove-subscription.ts';
import { updateSubscription } from '../../exchange/subscriptions/write-subscription.ts';
import { lookForOurs } from './look-for-ours.ts';
import type { SubscriptionMeans } from './means.ts';

/** How a subscription was ended at the partner: it is gone, or there but off. */
export type Ended = 'gone' | 'off';

const isGone = ({ httpStatus }: Failure) => httpStatus === 404 || httpStatus === 410;
const notOffered = ({ httpStatus }: Failure) => httpStatus === 405 || httpStatus === 501;

/**
 * DELETE where the partner may offer it, else the status `off`; one that is not there is ended already, and so is one whose id was never
 * told, unless its create was never answered and it is found there. Fails as the exchange does.
 */
export async function endAtPartner(
  { kit }: Pick<SubscriptionMeans, 'kit'>,
  partner: Partner,
  record: SubscriptionRecord,
  signal?: AbortSignal,
): Promise<Reply<Ended>> {
  const { door } = kit;
  const { offers, unanswered } = record;
  const sought = unanswered && !record.subscriptionId ? await lookForOurs({ kit }, partner, record, signal) : undefined;
  const subscriptionId = record.subscriptionId ?? sought?.found?.id;
  if (!subscriptionId) return ok('gone');
  const within = signal ? { signal } : {};
  const mayDelete = !offers || offers.includes('delete');
  const deleted = mayDelete ? await deleteSubscription(door, partner, subscriptionId, within) : undefined;
  if (deleted?.ok || (deleted && isGone(deleted.error))) return ok('gone');
  if (deleted && !notOffered(deleted.error)) return deleted;
  const off = { ...buildSubscription({ ...record, headers: [] }), id: subscriptionId, status: 'off' as const };
  const put = await updateSubscription(door, partner, off, { secrets: [], note: 'unsubscribe', ...within });
  if (put.ok) return ok('off');
  return isGone(put.error) ? ok('gone') : put;
}
