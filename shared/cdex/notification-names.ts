import { dig, isObject, type JsonObject, listOf, numberOf, objectsOf, textOf, typeOfResource } from '../fhir/json.ts';
import { type Parameter, parameterNamed, parametersNamed, readParameters } from '../fhir/parameters.ts';
import { conceptText } from '../fhir/datatype.ts';

/** What the status of a notification says, whatever shape it has; counts as written, to be judged by the reader. */
export interface StatusParts {
  /** `current`: Parameters of Backport 1.1; `old`: with names from before; `resource`: a SubscriptionStatus, as later releases of FHIR have. */
  shape: 'current' | 'old' | 'resource';
  subscription?: string;
  topic?: string;
  status?: string;
  type?: string;
  /** events-since-subscription-start, or what it was called before. */
  since?: unknown;
  /** How many events this message is said to bring; only before 1.1. */
  inMessage?: unknown;
  events: EventParts[];
  errors: string[];
}

/** One event as written. */
export interface EventParts {
  number?: unknown;
  at?: string;
  focus?: string;
  context: string[];
}

const oldNames = ['subscription-url', 'subscription-topic-url', 'subscription-event-count', 'bundle-event-count'];

const reference = (value: unknown): string | undefined => textOf(value) ?? textOf(dig(value, 'reference'));

const members = <T extends object>(given: T) =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };

/** The status in the resource of an entry; undefined where that is none. Source: Subscriptions Backport 1.1, and 0.1 for the old names. */
export function readStatusParts(resource: unknown, most: number): StatusParts | undefined {
  if (typeOfResource(resource) === 'SubscriptionStatus' && isObject(resource)) return fromResource(resource, most);
  const list = readParameters(resource);
  if (!list || !['type', 'status', 'subscription', ...oldNames].some((name) => parameterNamed(list, name)))
    return undefined;
  const value = (...names: string[]) =>
    names.map((name) => parameterNamed(list, name)?.value).find((one) => one !== undefined);
  const old = oldNames.some((name) => parameterNamed(list, name));
  return members({
    shape: old ? 'old' : 'current',
    subscription: reference(value('subscription', 'subscription-url')),
    topic: textOf(value('topic', 'subscription-topic-url')),
    status: textOf(value('status')),
    type: textOf(value('type')),
    since: value('events-since-subscription-start', 'subscription-event-count'),
    inMessage: value('bundle-event-count', 'events-in-notification'),
    events: parametersNamed(list, 'notification-event').slice(0, most).map(fromParameter),
    errors: parametersNamed(list, 'error').flatMap((one) => conceptText(one.value) ?? []),
  }) as StatusParts;
}

function fromParameter({ parts }: Parameter): EventParts {
  return members({
    number: parameterNamed(parts, 'event-number')?.value,
    at: textOf(parameterNamed(parts, 'timestamp')?.value),
    focus: reference(parameterNamed(parts, 'focus')?.value),
    context: parametersNamed(parts, 'additional-context').flatMap(({ value }) => reference(value) ?? []),
  }) as EventParts;
}

function fromResource(given: JsonObject, most: number): StatusParts {
  return members({
    shape: 'resource',
    subscription: reference(given.subscription),
    topic: textOf(given.topic),
    status: textOf(given.status),
    type: textOf(given.type),
    since: given.eventsSinceSubscriptionStart,
    events: objectsOf(given.notificationEvent)
      .slice(0, most)
      .map(
        (one) =>
          members({
            number: one.eventNumber,
            at: textOf(one.timestamp),
            focus: reference(one.focus),
            context: listOf(one.additionalContext).flatMap((each) => reference(each) ?? []),
          }) as EventParts,
      ),
    errors: objectsOf(given.error).flatMap((one) => conceptText(one) ?? []),
  }) as StatusParts;
}

/** A count as a number: whole, not negative, and small enough to be exact; undefined for anything else. It travels as text (integer64). */
export function countOf(value: unknown): number | undefined {
  const text = typeof value === 'string' ? value.trim() : String(numberOf(value) ?? '');
  const count = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(count) ? count : undefined;
}
