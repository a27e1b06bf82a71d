import type { SubscriptionOffer } from '../../../shared/contract/subscriptions.ts';
import { taskTopic } from '../../../shared/domain/subscription.ts';
import { findType } from '../../../shared/fhir/abilities.ts';
import { isLoopback } from '../../../shared/domain/loopback.ts';
import type { Partner } from '../../exchange/partner.ts';
import { openBody } from '../bodies.ts';
import { abilitiesOf } from '../server-abilities.ts';
import { workOnBody } from '../work-on-body.ts';
import type { SubscriptionMeans } from './means.ts';

/** What a partner declares of subscriptions; `offers` is absent where its statement cannot be read. */
export interface Declared {
  topics: string[];
  interactions: string[];
  /** With `$`. */
  operations: string[];
  /** Its own name for its software, where it tells one. */
  software?: string;
  exchangeId?: string;
  offers?: string[];
}

/** An operation by the name the guide gives it: servers declare `status`, `$status` and `backport-subscription-status` alike. */
const operationName = (name: string): string =>
  `$${name.replace(/^\$/, '').replace(/^(?:backport-)?subscription-/i, '')}`;

/** Reads what a partner declares of subscriptions (CONF-067, CONF-068); says nothing where that fails. */
export async function declaredBy({ kit, heavy }: SubscriptionMeans, partner: Partner): Promise<Declared> {
  const nothing = { topics: [], interactions: [], operations: [] };
  const statement = await abilitiesOf(kit, heavy, partner);
  if (!statement.ok) {
    const { exchangeId } = statement.error;
    return { ...nothing, ...(exchangeId ? { exchangeId } : {}) };
  }
  const { abilities, exchangeId } = statement.value;
  const type = findType(abilities, 'Subscription');
  const interactions = type?.interactions ?? [];
  const operations = (type?.operations ?? []).map(operationName);
  const body = await openBody(kit, exchangeId, 'response');
  const declarations = body.ok ? await workOnBody(heavy, body.value, 'readDeclarations') : undefined;
  return {
    topics: declarations?.topics ?? [],
    interactions,
    operations,
    exchangeId,
    ...(abilities.software ? { software: abilities.software } : {}),
    ...(type ? { offers: [...interactions, ...operations] } : {}),
  };
}

/** Where notifications would be sent, and whether they arrive there. */
export type Reach = Pick<SubscriptionOffer, 'endpoint' | 'reachable' | 'says' | 'next'>;

/** Whether a partner can reach our receiver, in words. One that listens on this computer alone is reached by partners on it. */
export function reachOf({ kit }: SubscriptionMeans, { baseUrl, name }: Partner): Reach {
  const role = kit.store.roles.get('receiver');
  const url = role?.running ? role.receiver?.notificationUrl : undefined;
  const host = new URL(baseUrl).hostname;
  const here = isLoopback(host);
  if (url && !here && !isLoopback(new URL(url).hostname))
    return {
      endpoint: url,
      reachable: 'yes',
      says: `${name} is on another computer (${host}), and our receiver tells others ${url}; whether it gets there, receiver reach says as far as it can be known.`,
      next: 'Create the subscription, and see whether its handshake comes.',
    };
  if (!here)
    return {
      ...(url ? { endpoint: url } : {}),
      reachable: 'unlikely',
      says: `${name} is on another computer (${host}), and our receiver${url ? ` ${url}` : ''} can be reached from this computer alone. Notifications will hardly arrive; Tasks are polled.`,
      next: 'Open a tunnel or a reverse proxy to the receiver and give its https address as endpoint, or stay with polling.',
    };
  if (!url)
    return {
      reachable: 'no-receiver',
      says: 'Our receiver is not running, so there is nowhere to send notifications to. Tasks are polled.',
      next: 'Start the receiver; creating a subscription starts it.',
    };
  return {
    endpoint: url,
    reachable: 'yes',
    says: `${name} is on this computer, so it can reach our receiver at ${url}.`,
    next: 'Create the subscription.',
  };
}

/** What a partner offers to tell by itself, and whether it can reach us. */
export async function offerOf(means: SubscriptionMeans, partner: Partner): Promise<SubscriptionOffer> {
  const { topics, interactions, operations, exchangeId } = await declaredBy(means, partner);
  return {
    topics,
    declaresTaskTopic: topics.some((topic) => topic.split('|')[0] === taskTopic),
    interactions,
    operations,
    ...(exchangeId ? { exchangeId } : {}),
    ...reachOf(means, partner),
  };
}
