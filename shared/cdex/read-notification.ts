import type { Finding } from '../domain/finding.ts';
import type { PayloadContent } from '../domain/subscription.ts';
import { isObject, type JsonObject, objectsOf, textOf, dig } from '../fhir/json.ts';
import { error, warning } from './findings.ts';
import { countOf, readStatusParts, type StatusParts } from './notification-names.ts';

/** One event of a notification. */
export interface NotifiedEvent {
  /** Absent where it has none that can be used. */
  number?: number;
  /** As the partner wrote it. */
  at?: string;
  /** The reference it is about, as written. */
  focus?: string;
  context: string[];
}

/** What kinds of message there are (Subscriptions Backport, subscription-notification-type). */
const notificationTypes = ['handshake', 'heartbeat', 'event-notification', 'query-status', 'query-event'] as const;
/** One of them. */
export type NotificationType = (typeof notificationTypes)[number];

/** A notification, or the answer of $status or $events, as it says itself. */
export interface NotificationReading {
  /** Reference to the Subscription as written, and the id at its end. */
  subscription?: string;
  subscriptionId?: string;
  topic?: string;
  status?: string;
  /** Absent where it says none we know. */
  type?: NotificationType;
  /** How many events the partner counted since the Subscription began. */
  eventsSinceStart?: number;
  events: NotifiedEvent[];
  /** What came beside the status. */
  content: PayloadContent;
  /** What the partner says is wrong, one text each. */
  errors: string[];
  findings: Finding[];
}

/** Events of one message that are looked at; a message of more is a lie or a flood. */
export const mostEvents = 1_000;

const rule = 'CONF-064';
const next = 'Tell the partner; the message is used as far as it can be understood.';
const odd = (path: string, message: string): Finding => warning(rule, path, message, next);

/** The id at the end of a reference to a Subscription, an operation of it included; one that would lead elsewhere in a URL is none. */
const subscriptionIdOf = (reference: string | undefined): string | undefined =>
  /(?:^|\/)Subscription\/(?!\.+(?:\/|\?|$))([A-Za-z0-9.-]{1,64})(?:\/|\?|$)/.exec(reference ?? '')?.[1];

/**
 * A notification in one shape. Nothing is required to be there and nothing throws; what is missing or wrong is a finding, of severity
 * error where the message cannot be used at all. Names from before Backport 1.1 are read too. Source: Subscriptions Backport,
 * backport-subscription-notification-r4 and backport-subscription-status-r4.
 */
export function readNotification(bundle: unknown): NotificationReading {
  if (dig(bundle, 'resourceType') !== 'Bundle') return unreadable('Bundle', 'The message is no Bundle.');
  const entries = objectsOf(dig(bundle, 'entry'));
  const { parts, at } = findStatus(entries);
  if (!parts) return unreadable('Bundle.entry[0].resource', 'The Bundle has no status of a subscription.');
  const others = entries.filter((_, index) => index !== at);
  const type = notificationTypes.find((one) => one === parts.type);
  const eventsSinceStart = countOf(parts.since);
  const events = type === 'handshake' || type === 'heartbeat' || type === 'query-status' ? [] : eventsOf(parts, others);
  const subscriptionId = subscriptionIdOf(parts.subscription);
  const { subscription, topic, status } = parts;
  return {
    ...(subscription ? { subscription } : {}),
    ...(subscriptionId ? { subscriptionId } : {}),
    ...(topic ? { topic } : {}),
    ...(status ? { status } : {}),
    ...(type ? { type } : {}),
    ...(eventsSinceStart === undefined ? {} : { eventsSinceStart }),
    events,
    content: contentOf(events, others),
    errors: parts.errors,
    findings: [
      ...bundleFindings(bundle as JsonObject, entries, at),
      ...foreignRequest(entries[at], subscriptionId),
      ...statusFindings(parts, type),
      ...countFindings(parts, events, eventsSinceStart),
    ],
  };
}

const unreadable = (path: string, message: string): NotificationReading => ({
  events: [],
  content: 'empty',
  errors: [],
  findings: [error(rule, path, message, 'Send the Bundle that the Subscriptions Backport guide defines.')],
});

/** The status, in the first entry that holds one; it belongs into the first of all. */
function findStatus(entries: readonly JsonObject[]): { parts?: StatusParts; at: number } {
  for (const [at, { resource }] of entries.entries()) {
    const parts = readStatusParts(resource, mostEvents);
    if (parts) return { parts, at };
  }
  return { at: -1 };
}

const contentOf = (events: readonly NotifiedEvent[], others: readonly JsonObject[]): PayloadContent =>
  others.some(({ resource }) => isObject(resource))
    ? 'full-resource'
    : others.length > 0 || events.some(({ focus }) => focus)
      ? 'id-only'
      : 'empty';

/** What an entry is about: its URL, or that of its request. */
const entryFocus = (entry: JsonObject | undefined): string | undefined =>
  textOf(entry?.fullUrl) ?? textOf(dig(entry, 'request', 'url'));

/** The events of a message. Where it lists none, as before 1.1, their numbers follow from the counts and their focus from the entries. */
function eventsOf(parts: StatusParts, others: readonly JsonObject[]): NotifiedEvent[] {
  if (parts.events.length > 0)
    return parts.events.map(({ number, at, focus, context }, index) => {
      const known = countOf(number);
      const about = focus ?? (others.length === parts.events.length ? entryFocus(others[index]) : undefined);
      return {
        ...(known === undefined ? {} : { number: known }),
        ...(at ? { at } : {}),
        ...(about ? { focus: about } : {}),
        context,
      };
    });
  const last = countOf(parts.since);
  const said = countOf(parts.inMessage) ?? others.length;
  const count = Math.min(Math.max(said, last === undefined ? others.length : 1), mostEvents);
  return Array.from({ length: count }, (_, index) => {
    const number = last === undefined ? 0 : last - count + 1 + index;
    const focus = entryFocus(others[index]);
    return { ...(number > 0 ? { number } : {}), ...(focus ? { focus } : {}), context: [] };
  });
}

function bundleFindings(bundle: JsonObject, entries: readonly JsonObject[], at: number): Finding[] {
  const found: Finding[] = [];
  if (bundle.type !== 'history' && bundle.type !== 'searchset')
    found.push(odd('Bundle.type', `The Bundle’s type is ${textOf(bundle.type) ?? 'missing'}, not history.`));
  if (!textOf(bundle.timestamp) && bundle.type === 'history')
    found.push(odd('Bundle.timestamp', 'The Bundle has no timestamp.'));
  if (at > 0) found.push(odd(`Bundle.entry[${at}]`, 'The status is not the first entry.'));
  const bare = entries.filter((entry) => !isObject(entry.request) || !isObject(entry.response)).length;
  if (bare > 0 && bundle.type === 'history')
    found.push(odd('Bundle.entry', `${bare} of ${entries.length} entries lack request or response (bdl-3, bdl-4).`));
  return found;
}

/** The status entry names the Subscription twice; the guide's own example contradicts itself there. */
function foreignRequest(entry: JsonObject | undefined, named: string | undefined): Finding[] {
  const asked = subscriptionIdOf(textOf(dig(entry, 'request', 'url')));
  if (!asked || !named || asked === named) return [];
  return [
    odd(
      'Bundle.entry[0].request.url',
      `The entry’s request is of Subscription/${asked}, its status of Subscription/${named}.`,
    ),
  ];
}

function statusFindings({ shape, subscription, status, type }: StatusParts, known: string | undefined): Finding[] {
  const place = 'Bundle.entry[0].resource';
  const found: Finding[] = [];
  if (!known)
    found.push(
      error(
        rule,
        `${place}.parameter:type`,
        type ? `${JSON.stringify(type)} is no type of notification.` : 'The notification has no type.',
        'Send handshake, heartbeat or event-notification.',
      ),
    );
  if (shape === 'old') found.push(odd(place, 'The status uses names from before version 1.1 of the Backport guide.'));
  if (shape === 'resource')
    found.push(odd(place, 'The status is a SubscriptionStatus resource; in R4 it is a Parameters.'));
  if (!subscription) found.push(odd(`${place}.parameter:subscription`, 'The status names no Subscription.'));
  if (!status || !['requested', 'active', 'error', 'off'].includes(status))
    found.push(odd(`${place}.parameter:status`, `The status is ${status ? JSON.stringify(status) : 'missing'}.`));
  return found;
}

function countFindings(parts: StatusParts, events: readonly NotifiedEvent[], since: number | undefined): Finding[] {
  const place = 'Bundle.entry[0].resource.parameter';
  const found: Finding[] = [];
  const counts = [parts.since, parts.inMessage, ...parts.events.map(({ number }) => number)];
  const wrong = counts.find((one) => one !== undefined && countOf(one) === undefined);
  if (wrong !== undefined) found.push(odd(place, `${JSON.stringify(wrong)?.slice(0, 40)} is no number of an event.`));
  const numbers = events.flatMap(({ number }) => number ?? []);
  if (numbers.length < parts.events.length && wrong === undefined)
    found.push(odd(`${place}:notification-event`, 'An event has no number.'));
  if (numbers.some((number, index) => index > 0 && number <= (numbers[index - 1] as number)))
    found.push(odd(`${place}:notification-event`, 'The numbers of the events do not rise.'));
  const largest = numbers.reduce((most, one) => Math.max(most, one), 0);
  if (since !== undefined && largest > since)
    found.push(odd(`${place}:event-number`, `There is an event ${largest}, although ${since} are counted.`));
  if (events.length === mostEvents)
    found.push(odd(`${place}:notification-event`, `No more than ${mostEvents} events are read of one message.`));
  return found;
}
