import { ok } from '../../shared/contract/errors.ts';
import type { Family } from './kit.ts';
import { resolvePartner } from './partners.ts';
import { checkByHand } from './subscriptions/check-subscription.ts';
import { createAt } from './subscriptions/create-subscription.ts';
import { fillGaps } from './subscriptions/fill-gaps.ts';
import { findSubscription, type SubscriptionMeans } from './subscriptions/means.ts';
import { offerOf } from './subscriptions/offer.ts';
import { removeSubscription } from './subscriptions/remove-subscription.ts';
import { renewSubscription } from './subscriptions/renew-subscription.ts';

/** The family `subscriptions`: what partners tell us by themselves, and what keeps that going. */
export function subscriptionHandlers(means: SubscriptionMeans): Family<'subscriptions'> {
  const { store, operations } = means.kit;
  return {
    'subscriptions.list': () => ok(store.subscriptions.list()),
    'subscriptions.get': ({ id }) => findSubscription(means, id),
    'subscriptions.events'({ id, limit, after }) {
      const found = findSubscription(means, id);
      return found.ok ? ok(store.subscriptionEvents.list(id, limit, after)) : found;
    },
    async 'subscriptions.offer'({ partner: input }) {
      const partner = resolvePartner(means.kit, input);
      return partner.ok ? ok(await offerOf(means, partner.value)) : partner;
    },
    async 'subscriptions.create'(input) {
      const partner = resolvePartner(means.kit, input.partner);
      if (!partner.ok) return partner;
      return operations.run(input.operationId, `Subscribe at ${partner.value.name}`, ({ signal }) =>
        createAt(means, partner.value, input, signal),
      );
    },
    'subscriptions.status': ({ id }) => checkByHand(means, id),
    'subscriptions.fill': ({ id }) => fillGaps(means, id),
    'subscriptions.renew': ({ id, atClose }) =>
      operations.run(undefined, 'Renew a subscription', ({ signal }) => renewSubscription(means, id, signal, atClose)),
    'subscriptions.remove': ({ id }) => removeSubscription(means, id),
  };
}
