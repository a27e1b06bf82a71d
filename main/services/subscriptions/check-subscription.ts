import { ok, type Reply } from '../../../shared/contract/errors.ts';
import type { SubscriptionRecord } from '../../../shared/domain/subscription.ts';
import { checkStatus } from './ask-status.ts';
import { coverTasks, uncoverTasks } from './cover-tasks.ts';
import { fillGaps } from './fill-gaps.ts';
import { change, findSubscription, type SubscriptionMeans } from './means.ts';
import { doubtedAt, fillAt, isLive, renewalAt, silenceAt } from './plan-check.ts';
import { endpointOf, renewSubscription } from './renew-subscription.ts';
import { goOnIfLeft, removeIfLeft, reopenSubscription } from './reopen-subscription.ts';

/** A renewal that failed is tried again after this many milliseconds, and no longer once the subscription has ended. */
const renewAgainMs = 60_000;

/**
 * Does what the record of a subscription planned: renews it before its end or when our receiver has moved, makes up for missing events,
 * and asks how it stands where too little was heard. `first` asks in any case, as after a start. One that the last close removed is asked
 * for again. Rejects where the partner cannot be asked.
 */
export async function checkSubscription(means: SubscriptionMeans, id: string, first: boolean): Promise<void> {
  const { store, ports } = means.kit;
  const found = findSubscription(means, id);
  if (!found.ok || !isLive(found.value)) return;
  if (found.value.status === 'closed') return reopenSubscription(means, found.value);
  if (!(await removeIfLeft(means, found.value))) return;
  const now = ports.clock.now();
  const isOverdue = hasMoved(means, found.value) || renewalAt(found.value) <= now;
  if (isOverdue) await renew(means, found.value, now);
  const current = store.subscriptions.get(id);
  if (!current || !isLive(current)) return;
  if (first || doubtedAt(current) <= now || silenceAt(current) <= now) {
    const asked = await checkStatus(means, id);
    if (asked.ok) {
      await cover(means, asked.value);
      await goOnIfLeft(means, asked.value);
    }
  }
  const later = store.subscriptions.get(id);
  // At a start the receiver often comes up while the first question waits for its answer.
  if (later && !isOverdue && isLive(later) && hasMoved(means, later)) await renew(means, later, now);
  const after = store.subscriptions.get(id);
  if (after && isLive(after) && fillAt(after) <= ports.clock.now()) await fillGaps(means, id, ports.clock.now());
}

/** Whether the partner was given another address than that of our receiver now. */
const hasMoved = (means: SubscriptionMeans, record: SubscriptionRecord): boolean =>
  record.status !== 'closed' && endpointOf(means, record) !== record.endpoint;

async function renew(means: SubscriptionMeans, record: SubscriptionRecord, now: number): Promise<void> {
  const renewed = await renewSubscription(means, record.id, means.ending);
  if (renewed.ok || !record.end) return;
  const over = Date.parse(record.end) <= now;
  change(means.kit.store, record.id, (known) => {
    if (over) return { record: { ...known, status: 'off', problem: `It has ended: ${renewed.error.message}` } };
    return { record: { ...known, renewAfter: new Date(now + renewAgainMs).toISOString() } };
  });
}

async function cover({ kit: { store } }: SubscriptionMeans, record: SubscriptionRecord): Promise<void> {
  if (record.status === 'active') await coverTasks(store, record);
  if (record.status === 'off') await uncoverTasks(store, record.id);
}

/** Asks how a subscription stands, for a person. */
export async function checkByHand(means: SubscriptionMeans, id: string): Promise<Reply<SubscriptionRecord>> {
  const asked = await checkStatus(means, id);
  if (asked.ok) await cover(means, asked.value);
  return asked.ok ? ok(asked.value) : asked;
}
