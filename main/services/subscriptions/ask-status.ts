import { readNotification } from '../../../shared/cdex/read-notification.ts';
import { fail, ok, type Failure, type Reply } from '../../../shared/contract/errors.ts';
import type { SubscriptionEvent, SubscriptionRecord } from '../../../shared/domain/subscription.ts';
import { dig, textOf, typeOfResource } from '../../../shared/fhir/json.ts';
import type { Partner } from '../../exchange/partner.ts';
import { askStatus, readSubscription } from '../../exchange/subscriptions/ask-subscription.ts';
import { change, changed, findSubscription, partnerOf, type SubscriptionMeans } from './means.ts';
import { withOddities } from './noted.ts';
import { noteCount, saidWrong } from './note-notification.ts';
import { cutTo, highestOf } from './number-events.ts';
import { silenceAt } from './plan-check.ts';

/** What the partner says of a subscription when asked. */
interface Told {
  status: string;
  count?: number;
  errors: string[];
  exchangeId: string;
}

/**
 * Asks the partner how a subscription stands, and lays the answer over its record: the status, and how many events there were, which
 * shows what was lost. Where $status is not known the Subscription is read. One that is no longer there is off. Fails as the exchange does.
 */
export async function checkStatus(means: SubscriptionMeans, id: string): Promise<Reply<SubscriptionRecord>> {
  const { store, ports } = means.kit;
  const found = findSubscription(means, id);
  if (!found.ok) return found;
  const { subscriptionId, status } = found.value;
  if (status === 'closed') return isClosed(found.value);
  if (!subscriptionId) return noIdYet(found.value);
  const partner = partnerOf(means, found.value);
  if (!partner.ok) return partner;
  const highest = highestOf(found.value);
  const asked = await ask(means, partner.value, subscriptionId);
  const at = new Date(ports.clock.now()).toISOString();
  if (asked.ok)
    return changed(
      change(store, id, (record) => laid(record, asked.value, { at, highest, now: ports.clock.now() })),
      id,
    );
  const { error } = asked;
  if (isGone(error))
    return changed(
      change(store, id, (record) => gone(record, error, at)),
      id,
    );
  if (error.code !== 'cancelled') change(store, id, (record) => unanswered(record, error, at));
  return asked;
}

const noIdYet = ({ partner }: SubscriptionRecord) =>
  fail(
    'not-found',
    `${partner} never told the id of this subscription, so it cannot be asked about it.`,
    'Remove it here, and make another one.',
  );

const isClosed = ({ partner }: SubscriptionRecord) =>
  fail(
    'not-found',
    `It was removed at ${partner} when the console closed, and is not there again yet.`,
    'Renew it to ask for it now.',
  );

const isGone = ({ httpStatus }: Failure) => httpStatus === 404 || httpStatus === 410;
/** Refusals that are about who asks and how often, not about what is asked. */
const aboutUs = [401, 403, 429];

async function ask({ kit, ending }: SubscriptionMeans, partner: Partner, subscriptionId: string): Promise<Reply<Told>> {
  const reply = await askStatus(kit.door, partner, subscriptionId, { signal: ending });
  const told = reply.ok ? toldBy(reply.value.resource, reply.value.exchangeId) : undefined;
  if (told) return ok(told);
  const { httpStatus = 0 } = reply.ok ? {} : reply.error;
  if (!reply.ok && (httpStatus < 400 || httpStatus >= 500 || aboutUs.includes(httpStatus))) return reply;
  const read = await readSubscription(kit.door, partner, subscriptionId, { signal: ending });
  if (!read.ok) return read;
  const { resource, exchangeId } = read.value;
  const status = typeOfResource(resource) === 'Subscription' ? textOf(dig(resource, 'status')) : undefined;
  const error = textOf(dig(resource, 'error'));
  return status
    ? ok({ status, errors: error ? [error] : [], exchangeId })
    : fail('not-fhir', 'The partner’s answer tells no status of the subscription.', 'Read the recorded exchange.', {
        exchangeId,
      });
}

/** The answer of $status; a Parameters by itself is taken as well. */
function toldBy(resource: unknown, exchangeId: string): Told | undefined {
  const bundle =
    typeOfResource(resource) === 'Parameters'
      ? { resourceType: 'Bundle', type: 'searchset', entry: [{ resource }] }
      : resource;
  const { status, eventsSinceStart, errors } = readNotification(bundle);
  if (!status) return undefined;
  return { status, errors, exchangeId, ...(eventsSinceStart === undefined ? {} : { count: eventsSinceStart }) };
}

/** `highest` is the largest number that was known when the partner was asked. */
function laid(
  before: SubscriptionRecord,
  { status, count, errors, exchangeId }: Told,
  { at, now, highest }: { at: string; now: number; highest: number },
) {
  const silent = now >= silenceAt(before);
  const { problem: _old, doubtAt: _settled, ...rest } = before;
  const wrong = problemOf(before, status, errors, silent);
  const standing: SubscriptionRecord = { ...rest, status, checkedAt: at, ...(wrong ? { problem: wrong } : {}) };
  const counted = count === undefined ? '' : `, ${count} ${count === 1 ? 'event' : 'events'}`;
  const event: SubscriptionEvent = {
    at,
    type: 'status',
    focus: [],
    message: `The partner says ${status}${counted}.`,
    exchangeId,
  };
  // Whoever follows the events hears of the silence too, once for as long as it lasts.
  const isNews = silent && status === 'active' && wrong !== undefined && wrong !== before.problem;
  const events = isNews ? [{ ...event, type: 'error' as const, message: wrong }, event] : [event];
  if (count === undefined) return { record: standing, events };
  if (count < highest) {
    // Unless more came while it was asked, its own count is believed: a number beyond it would hide all that are to come.
    const numbers = highestOf(before) === highest ? cutTo(count, before) : {};
    const odd = `The partner counts ${count} events, but event ${highest} was sent.`;
    return { record: withOddities({ ...standing, ...numbers }, [odd]), events };
  }
  const behind = noteCount(standing, count, { at, exchangeId }, true);
  return { record: behind.record, events: [...events, ...behind.events] };
}

function problemOf(before: SubscriptionRecord, status: string, errors: readonly string[], silent: boolean) {
  if (status === 'error' || status === 'off') return saidWrong(status, errors);
  if (status === 'requested')
    return 'No handshake has come: the partner has not reached the endpoint yet. Tasks are polled.';
  if (silent && before.heartbeatSeconds)
    return `Nothing was heard in time, although a message every ${before.heartbeatSeconds} s was asked for. Tasks are polled all the same.`;
  return undefined;
}

function gone(record: SubscriptionRecord, { exchangeId }: Failure, at: string) {
  const problem = 'The partner no longer has the subscription.';
  const event: SubscriptionEvent = {
    at,
    type: 'error',
    focus: [],
    message: problem,
    ...(exchangeId ? { exchangeId } : {}),
  };
  return { record: { ...record, status: 'off', problem, checkedAt: at }, events: [event] };
}

function unanswered(record: SubscriptionRecord, { message, exchangeId }: Failure, at: string) {
  const event: SubscriptionEvent = {
    at,
    type: 'status',
    focus: [],
    message,
    ...(exchangeId ? { exchangeId } : {}),
  };
  const problem = `How it stands cannot be asked: ${message}`;
  return { record: { ...record, problem, checkedAt: at }, events: [event] };
}
