import type { Failure } from '../../../shared/contract/errors.ts';
import type { SubscriptionRecord } from '../../../shared/domain/subscription.ts';
import { dig, objectsOf, textOf } from '../../../shared/fhir/json.ts';
import type { Partner } from '../../exchange/partner.ts';
import { search } from '../../exchange/search.ts';
import { usableId } from '../read-created.ts';
import type { SubscriptionMeans } from './means.ts';

/** What looking for a Subscription brought whose create was never answered. */
export interface Sought {
  /** Of the one that was found, as the partner has it. */
  found?: { id: string; status: string };
  /** What came of it, a sentence. */
  says: string;
}

/** Whether the partner may have made a Subscription although the exchange that asked for it failed. */
export const mayExist = ({ code, httpStatus }: Failure): boolean =>
  code === 'timed-out' || code === 'connection-lost' || (code === 'cancelled' && httpStatus === undefined);

/** Ones that are over are not taken up. */
const isOver = (status: string): boolean => status === 'off' || status === 'entered-in-error';

/**
 * Looks at the partner for the Subscription of a record whose create was never answered: `GET Subscription?url=` (FHIR R4, Subscription,
 * search parameters). Our id in its endpoint tells it from all others. Another create would else leave two that tell of everything twice.
 */
export async function lookForOurs(
  { kit }: Pick<SubscriptionMeans, 'kit'>,
  partner: Partner,
  { endpoint, topic, offers }: Pick<SubscriptionRecord, 'endpoint' | 'topic' | 'offers'>,
  signal?: AbortSignal,
): Promise<Sought> {
  const doubt = 'There may be two now: ask the partner which Subscriptions it has for this endpoint.';
  if (offers && !offers.includes('search-type'))
    return {
      says: `The create before was never answered, and ${partner.name} offers no search of Subscriptions. ${doubt}`,
    };
  const query = `Subscription?url=${encodeURIComponent(endpoint)}`;
  const context = { approach: 'task', note: 'look for our subscription', ...(signal ? { signal } : {}) } as const;
  const reply = await search(kit.door, partner, query, false, context);
  if (!reply.ok)
    return {
      says: `The create before was never answered, and whether it was done could not be looked up: ${reply.error.message} ${doubt}`,
    };
  const ours = objectsOf(dig(reply.value.resource, 'entry')).flatMap(({ resource }) => {
    const id = dig(resource, 'resourceType') === 'Subscription' ? usableId(dig(resource, 'id')) : undefined;
    const status = textOf(dig(resource, 'status')) ?? 'requested';
    const isOurs = dig(resource, 'channel', 'endpoint') === endpoint && dig(resource, 'criteria') === topic;
    return id && isOurs && !isOver(status) ? [{ id, status }] : [];
  });
  const [found, ...more] = ours;
  if (!found)
    return { says: 'The create before was never answered, and was not done: the partner has none for this endpoint.' };
  const others = more.map(({ id }) => `Subscription/${id}`).join(', ');
  const says = `The create before was never answered, but was done: Subscription/${found.id} is taken over.`;
  return {
    found,
    says: others ? `${says} The partner has ${others} for the same endpoint too: have it removed.` : says,
  };
}
