import { fail } from '../../shared/contract/errors.ts';
import type { Family, Kit } from './kit.ts';

const unbuilt = () => fail('capability-missing', 'This is being built.', 'Wait for it.');

/** The family `subscriptions`. */
export function subscriptionHandlers(_kit: Kit): Family<'subscriptions'> {
  return {
    'subscriptions.list': unbuilt,
    'subscriptions.get': unbuilt,
    'subscriptions.events': unbuilt,
    'subscriptions.offer': unbuilt,
    'subscriptions.create': unbuilt,
    'subscriptions.status': unbuilt,
    'subscriptions.fill': unbuilt,
    'subscriptions.renew': unbuilt,
    'subscriptions.remove': unbuilt,
  };
}
