import { checkNotification, isForeign } from '../../../shared/cdex/check-notification.ts';
import type { NotificationReading } from '../../../shared/cdex/read-notification.ts';
import type { SubscriptionEvent, SubscriptionRecord } from '../../../shared/domain/subscription.ts';
import { gapEvent, type Message, type Noted, withOddities, withRecent } from './noted.ts';
import { noteEvents } from './note-events.ts';
import { beginAt, farthest, highestOf, openGap } from './number-events.ts';

/**
 * Lays a message that came with our secret over the record of its subscription. Only what it says of numbers and focus is used, never the
 * content it brings; a repeated event changes nothing but a count; a message about another subscription changes nothing at all. Pure.
 */
export function noteNotification(before: SubscriptionRecord, reading: NotificationReading, message: Message): Noted {
  const said = [...reading.findings, ...checkNotification(reading, before)].filter(
    ({ severity }) => severity !== 'information',
  );
  const odd = withOddities(
    before,
    said.map((one) => one.message),
  );
  if (isForeign(reading, before)) {
    const event: SubscriptionEvent = {
      ...message,
      type: 'error',
      focus: [],
      message: `A message about ${reading.subscription}, which is not ours; it was not acted on.`,
    };
    return { record: withRecent(odd, [event]), events: [event], taskIds: [], search: false };
  }
  const heard = standing(odd, reading, message.at);
  const { type } = reading;
  const noted =
    type === 'event-notification'
      ? noteEvents(heard, reading, message)
      : type === 'handshake' || type === 'heartbeat'
        ? noteSign(heard, reading, type, message)
        : noteOther(heard, message);
  return withErrors(noted, reading, message);
}

/** What a message says of the subscription as a whole. */
function standing(record: SubscriptionRecord, reading: NotificationReading, at: string): SubscriptionRecord {
  const { status, type, subscriptionId, errors } = reading;
  const { problem: _solved, ...rest } = record;
  const heard: SubscriptionRecord = {
    ...rest,
    ...(record.subscriptionId || !subscriptionId ? {} : { subscriptionId }),
    ...(type === 'handshake' && !record.handshakeAt ? { handshakeAt: at } : {}),
    lastHeardAt: at,
  };
  if (status === 'error' || status === 'off') return { ...heard, status, problem: saidWrong(status, errors) };
  // In a handshake the status is still `requested`; that it came through makes it active (Subscriptions Backport, rest-hook).
  return type === undefined ? heard : { ...heard, status: 'active' };
}

/** Why a subscription does not work, in a sentence. */
export function saidWrong(status: string, errors: readonly string[]): string {
  const why = errors.length > 0 ? `: ${errors.join('; ').replace(/\.$/, '')}` : '';
  return status === 'off'
    ? `The partner has ended the subscription${why}.`
    : `The partner says that the subscription is in error${why}.`;
}

function withErrors(noted: Noted, { errors, status }: NotificationReading, message: Message): Noted {
  const failed = status === 'error' || status === 'off';
  if (!failed && errors.length === 0) return noted;
  const text = failed ? saidWrong(status, errors) : `The partner tells of an error: ${errors.join('; ')}.`;
  return append(noted, [{ ...message, type: 'error', focus: [], message: text }]);
}

const append = (noted: Noted, events: SubscriptionEvent[]): Noted => ({
  ...noted,
  record: withRecent(noted.record, events),
  events: [...noted.events, ...events],
});

function noteOther(record: SubscriptionRecord, message: Message): Noted {
  const event: SubscriptionEvent = { ...message, type: 'status', focus: [], message: 'A message of no type we await.' };
  return append({ record, events: [], taskIds: [], search: false }, [event]);
}

/** A handshake or a heartbeat brings no event, but tells how many there were. */
function noteSign(
  record: SubscriptionRecord,
  { eventsSinceStart: count }: NotificationReading,
  type: 'handshake' | 'heartbeat',
  message: Message,
): Noted {
  const events: SubscriptionEvent[] = [{ ...message, type, focus: [] }];
  const noted = (next: SubscriptionRecord): Noted =>
    append({ record: next, events: [], taskIds: [], search: false }, events);
  if (count === undefined) return noted(record);
  const highest = highestOf(record);
  const first = type === 'handshake' && record.eventCount === 0 && highest === 0;
  if (first) return noted({ ...record, ...beginAt(count) });
  if (count >= highest) {
    const behind = noteCount(record, count, message);
    events.push(...behind.events);
    return noted(behind.record);
  }
  return type === 'handshake'
    ? noted(
        withOddities({ ...record, ...beginAt(count) }, [
          `The partner began to count anew: ${count} events, after ${highest}.`,
        ]),
      )
    : noted(withOddities(record, [`A heartbeat counts ${count} events, but event ${highest} was sent.`]));
}

/**
 * Holds the partner's own count against the numbers that arrived: what is missing at the end becomes a gap. `sure` where the count was
 * asked for: then it is believed however large it is.
 */
export function noteCount(
  record: SubscriptionRecord,
  count: number,
  { at, exchangeId, pushId }: Message,
  sure = false,
): { record: SubscriptionRecord; events: SubscriptionEvent[] } {
  const highest = highestOf(record);
  if (count <= highest) return { record, events: [] };
  if (count > highest + farthest && !sure)
    return { record: withOddities(record, [`${count} events are counted, after ${highest}.`]), events: [] };
  const { gap, numbers } = openGap(record, count, {
    at,
    ...(record.lastEventAt ? { since: record.lastEventAt } : {}),
  });
  return {
    record: { ...record, ...numbers },
    events: [gapEvent(gap, { at, ...(exchangeId ? { exchangeId } : {}), ...(pushId ? { pushId } : {}) })],
  };
}
