import { type Failure, failureClass } from '../../../shared/contract/errors.ts';
import type { SubscriptionRecord } from '../../../shared/domain/subscription.ts';
import { closedRecord } from './closed-record.ts';
import { uncoverTasks } from './cover-tasks.ts';
import { change, type SubscriptionMeans } from './means.ts';
import { planned, waitsForReceiver } from './plan-check.ts';
import { removeSubscription } from './remove-subscription.ts';
import { renewSubscription } from './renew-subscription.ts';
import { statusEvent } from './noted.ts';

/** When it is tried again to ask for a subscription that the last close removed, in milliseconds; then as the last one says. */
const pausesMs = [2_000, 10_000, 60_000, 300_000, 3_600_000];
/** The same where it is for us to mend, as a vault that is still locked: nobody is bothered by another try. */
const oursMs = 15_000;

/**
 * Asks again for a subscription that was removed at its partner when the console closed. Where it fails it is tried again later, and Tasks
 * are polled until then.
 */
export async function reopenSubscription(means: SubscriptionMeans, record: SubscriptionRecord): Promise<void> {
  const renewed = await renewSubscription(means, record.id, means.ending);
  if (!renewed.ok && !means.ending.aborted) await postpone(means, record.id, renewed.error);
}

async function postpone(means: SubscriptionMeans, id: string, { code, message }: Failure): Promise<void> {
  const { store, ports } = means.kit;
  const tries = store.write(() => {
    const record = store.subscriptions.get(id);
    if (record?.status !== 'closed' || !record.closed) return undefined;
    const patient = pausesMs[Math.min(record.closed.tries, pausesMs.length - 1)] as number;
    const pause = failureClass(code) === 'ours' ? oursMs : patient;
    const renewAfter = new Date(ports.clock.now() + pause).toISOString();
    const next = { ...record.closed, tries: record.closed.tries + 1 };
    const problem = `It was removed when the console closed, and could not be asked for again: ${message} Tasks are polled.`;
    store.subscriptions.put(planned({ ...record, closed: next, renewAfter, problem }));
    return next.tries;
  });
  if (tries === 1) await uncoverTasks(store, id);
}

/**
 * Looks after one that the last close could not remove: it is removed now if it was for that run alone. Otherwise, once it was asked how
 * it stands, it goes on where it is still there, and is asked for again where it is not. Answers whether it is to go on being looked after.
 */
export async function removeIfLeft(
  means: SubscriptionMeans,
  { id, left, atClose }: SubscriptionRecord,
): Promise<boolean> {
  if (!left || atClose !== 'end') return true;
  await removeSubscription(means, id, means.ending);
  return false;
}

/** The second half of it, after the partner said how one stands. */
export async function goOnIfLeft(means: SubscriptionMeans, { id, left, status }: SubscriptionRecord): Promise<void> {
  if (!left) return;
  const { store, ports } = means.kit;
  const at = new Date(ports.clock.now()).toISOString();
  if (status === 'off') {
    const closed = change(store, id, (record) => ({
      record: closedRecord(record, left.at, record.subscriptionId ? 'off' : 'gone'),
      events: [statusEvent(at, `The last close left it at the partner (${left.why}). It is not there any more.`)],
    }));
    if (closed && !waitsForReceiver(closed, store.roles.get('receiver'))) await reopenSubscription(means, closed);
    return;
  }
  change(store, id, ({ left: _l, ...record }) => ({
    record,
    events: [statusEvent(at, `The last close left it at the partner (${left.why}). It is still there and goes on.`)],
  }));
}
