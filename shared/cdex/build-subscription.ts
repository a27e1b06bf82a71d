import type { Extension, Subscription } from '@medplum/fhirtypes';
import type { Finding } from '../domain/finding.ts';
import { type FilterStyle, type PayloadContent, taskTopic } from '../domain/subscription.ts';
import { error, warning } from './findings.ts';
import { backportUrls } from './subscription-urls.ts';

/** What is asked of a partner. */
export interface SubscriptionRequest {
  topic: string;
  /** `param=value` or `param:modifier=value`; also written `Task?param=value` or `Task.param=value`. */
  filters: readonly string[];
  filterStyle: FilterStyle;
  payload: PayloadContent;
  endpoint: string;
  /** Headers the partner is to send; values are secrets. */
  headers: readonly { name: string; value: string }[];
  /** Seconds. */
  heartbeatSeconds?: number;
  timeoutSeconds?: number;
  maxCount?: number;
  /** ISO instant. */
  end?: string;
}

/** The R4 Subscription to a topic (Subscriptions Backport, backport-subscription; R4 demands a reason). */
export function buildSubscription(request: SubscriptionRequest): Subscription {
  const { topic, filters, filterStyle, payload, endpoint, headers, end } = request;
  const wishes: Extension[] = [
    ...unsigned(backportUrls.heartbeat, request.heartbeatSeconds),
    ...unsigned(backportUrls.timeout, request.timeoutSeconds),
    ...(request.maxCount ? [{ url: backportUrls.maxCount, valuePositiveInt: request.maxCount }] : []),
  ];
  return {
    resourceType: 'Subscription',
    meta: { profile: [backportUrls.subscription] },
    status: 'requested',
    reason: topic === taskTopic ? 'To hear when a Task changes, instead of asking for it.' : `To hear of ${topic}.`,
    criteria: topic,
    ...(filters.length > 0
      ? {
          _criteria: {
            extension: filters.map((filter) => ({
              url: backportUrls.filter,
              valueString: writeFilter(filter, filterStyle),
            })),
          },
        }
      : {}),
    channel: {
      ...(wishes.length > 0 ? { extension: wishes } : {}),
      type: 'rest-hook',
      endpoint,
      ...(headers.length > 0 ? { header: headers.map(({ name, value }) => `${name}: ${value}`) } : {}),
      payload: 'application/fhir+json',
      _payload: { extension: [{ url: backportUrls.payloadContent, valueCode: payload }] },
    },
    ...(end ? { end } : {}),
  } as Subscription;
}

const unsigned = (url: string, value: number | undefined): Extension[] =>
  value ? [{ url, valueUnsignedInt: value }] : [];

/** A filter as `param=value`, without the type some put before it; undefined where it is none. */
export function readFilter(filter: string): { parameter: string; modifier?: string; value: string } | undefined {
  const [, parameter, modifier, value] =
    /^(?:[A-Z][A-Za-z]*[?.])?([_a-z][\w-]*)(?::([A-Za-z-]+))?=(\S.*)$/.exec(filter.trim()) ?? [];
  return parameter && value ? { parameter, ...(modifier ? { modifier } : {}), value } : undefined;
}

/** A filter in the style asked for; one that is none stays as it is. */
export function writeFilter(filter: string, style: FilterStyle): string {
  const read = readFilter(filter);
  if (!read) return filter;
  const text = `${read.parameter}${read.modifier ? `:${read.modifier}` : ''}=${read.value}`;
  return style === 'query' ? `Task?${text}` : text;
}

/** What the topic of Tasks can be filtered by (HRex, SubscriptionTopic Task, canFilterBy), and the modifiers it knows. */
const filterable: Record<string, readonly string[]> = {
  code: [],
  owner: ['identifier'],
  requester: ['identifier'],
  status: [],
};

/** What is wrong with filters before they are sent; a server must refuse those it does not support (Subscriptions Backport). */
export function checkFilters(topic: string, filters: readonly string[]): Finding[] {
  return filters.flatMap((filter, index) => {
    const path = `Subscription.criteria.extension[${index}]`;
    const read = readFilter(filter);
    if (!read)
      return [error('CONF-064', path, `${JSON.stringify(filter)} is no filter.`, 'Write it like status=completed.')];
    if (topic !== taskTopic) return [];
    const modifiers = Object.hasOwn(filterable, read.parameter) ? filterable[read.parameter] : undefined;
    if (!modifiers)
      return [
        warning(
          'CONF-065',
          path,
          `The topic of Tasks cannot be filtered by ${read.parameter}.`,
          `Use ${Object.keys(filterable).join(', ')}.`,
        ),
      ];
    if (!read.modifier || modifiers.includes(read.modifier)) return [];
    return [
      warning(
        'CONF-065',
        path,
        `The topic of Tasks knows no modifier ${read.modifier} of ${read.parameter}.`,
        modifiers.length > 0 ? `Use ${modifiers.join(', ')}, or none.` : 'Leave the modifier out.',
      ),
    ];
  });
}
