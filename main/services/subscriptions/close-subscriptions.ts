import { fail, type Failure, type Reply } from '../../../shared/contract/errors.ts';
import type { SubscriptionRecord } from '../../../shared/domain/subscription.ts';
import { closedRecord } from './closed-record.ts';
import { type Ended, endAtPartner } from './end-at-partner.ts';
import { change, partnerOf, type SubscriptionMeans } from './means.ts';
import { statusEvent } from './noted.ts';
import { isLive } from './plan-check.ts';
import { removeSubscription } from './remove-subscription.ts';

/** How long the end of the console waits for all partners together, in milliseconds. */
const patienceMs = 3_000;

/** Whether the end of a console takes a subscription away from its partner. */
export const endsWithConsole = (record: SubscriptionRecord): boolean =>
  isLive(record) && record.status !== 'closed' && record.atClose !== 'keep';

/**
 * Removes subscriptions at their partners because the console ends, all at once and within three seconds; the next start asks for them
 * again, unless they were for this run alone. Of one that could not be removed it is written down that it was left, and why.
 */
export async function closeSubscriptions(
  means: SubscriptionMeans,
  takes: (record: SubscriptionRecord) => boolean,
): Promise<void> {
  const { store } = means.kit;
  const taken = store.subscriptions.list().filter((record) => endsWithConsole(record) && takes(record));
  if (taken.length === 0) return;
  const timeUp = new AbortController();
  // Not the port's clock: that may be set, and whoever ends a console waits in real seconds.
  const timer = setTimeout(() => timeUp.abort(), patienceMs);
  try {
    await Promise.all(taken.map((record) => closeOne(means, record, timeUp.signal)));
  } finally {
    clearTimeout(timer);
  }
}

const late = () =>
  fail('timed-out', `No answer came within ${patienceMs / 1_000} s.`, 'The next start of the console looks again.');

/** The reply, or `timed-out` as soon as the time is up: what lets an exchange in may not know of the signal. */
function within<T>(work: Promise<Reply<T>>, timeUp: AbortSignal): Promise<Reply<T>> {
  const { promise, resolve } = Promise.withResolvers<Reply<T>>();
  const giveUp = () => resolve(late());
  timeUp.addEventListener('abort', giveUp);
  const failed = ({ message }: Error) => fail('internal', message, 'Report it if it happens again.');
  void work
    .catch(failed)
    .then((reply) => resolve(timeUp.aborted && !reply.ok ? late() : reply))
    .finally(() => timeUp.removeEventListener('abort', giveUp));
  return promise;
}

async function closeOne(means: SubscriptionMeans, record: SubscriptionRecord, timeUp: AbortSignal): Promise<void> {
  const { ports } = means.kit;
  const { id, partner, atClose, subscriptionId } = record;
  const ended = subscriptionId
    ? await within<unknown>(
        atClose === 'end' ? removeSubscription(means, id, timeUp) : takeAway(means, record, timeUp),
        timeUp,
      )
    : fail('not-found', 'The partner never told its id.', 'Ask the partner which subscriptions it has of us.');
  if (ended.ok) return;
  ports.log(`A subscription is still at ${partner}: ${ended.error.message} ${ended.error.next}`);
  try {
    leave(means, id, ended.error);
  } catch (error) {
    ports.log(`That could not be written down: ${(error as Error).message}`); // a full disk must not keep a console from ending
  }
}

async function takeAway(means: SubscriptionMeans, record: SubscriptionRecord, signal: AbortSignal) {
  const partner = partnerOf(means, record);
  if (!partner.ok) return partner;
  const ended = await endAtPartner(means, partner.value, record, signal);
  if (ended.ok) close(means, record.id, ended.value);
  return ended;
}

function close({ kit: { store, ports } }: SubscriptionMeans, id: string, how: Ended): void {
  const at = new Date(ports.clock.now()).toISOString();
  change(store, id, (known) => ({
    record: closedRecord(known, at, how),
    events: [
      statusEvent(at, 'The console closed, so it was removed at the partner. The next start asks for it again.'),
    ],
  }));
}

function leave({ kit: { store, ports } }: SubscriptionMeans, id: string, { message }: Failure): void {
  const at = new Date(ports.clock.now()).toISOString();
  const problem = `The console closed and left it at the partner: ${message}`;
  change(store, id, (record) => ({
    record: { ...record, problem, left: { at, why: message } },
    events: [{ ...statusEvent(at, problem), type: 'error' }],
  }));
}
