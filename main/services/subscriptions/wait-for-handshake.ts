import type { SubscriptionRecord } from '../../../shared/domain/subscription.ts';
import type { SubscriptionMeans } from './means.ts';

/** How long a handshake is waited for, in milliseconds. */
const patienceMs = 5_000;

/**
 * Waits until the partner's handshake made a subscription active, it went wrong, or some seconds are over; answers the record as it is then.
 * The handshake may arrive at the receiver of another process.
 */
export function waitForHandshake(
  { kit: { store, ports } }: Pick<SubscriptionMeans, 'kit'>,
  id: string,
  signal: AbortSignal,
): Promise<SubscriptionRecord | undefined> {
  const { promise, resolve } = Promise.withResolvers<SubscriptionRecord | undefined>();
  const look = () => {
    const record = store.subscriptions.get(id);
    if (record?.status !== 'requested') resolve(record);
  };
  const giveUp = () => resolve(store.subscriptions.get(id));
  const stopListening = store.changes.listen({ kinds: ['subscription'], change: look, resync: look });
  const timer = ports.clock.after(patienceMs, giveUp);
  signal.addEventListener('abort', giveUp);
  look();
  return promise.finally(() => {
    stopListening();
    timer.cancel();
    signal.removeEventListener('abort', giveUp);
  });
}
