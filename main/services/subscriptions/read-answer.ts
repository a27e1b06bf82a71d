import type { Subscription } from '@medplum/fhirtypes';
import { backportUrls } from '../../../shared/cdex/subscription-urls.ts';
import type { SubscriptionRecord } from '../../../shared/domain/subscription.ts';
import { dig, isObject, objectsOf, textOf, typeOfResource } from '../../../shared/fhir/json.ts';
import { type Answer, header } from '../../exchange/answer.ts';
import { idFromLocation, usableId } from '../read-created.ts';

/** What the answer to a create or an update says of the Subscription. */
export interface WrittenSubscription {
  id?: string;
  status?: string;
  /** ISO instant; the partner may let it end sooner than asked. */
  end?: string;
  heartbeatSeconds?: number;
  /** Why it is in error, where it says so. */
  error?: string;
  oddities: string[];
}

/** Reads the answer; the guide's figures answer 200, R4 says 201 with Location, and a body may be missing. */
export function readWritten(answer: Answer, sent: Subscription): WrittenSubscription {
  const { resource, headers, httpStatus } = answer;
  const returned = typeOfResource(resource) === 'Subscription' && isObject(resource) ? resource : undefined;
  const id = usableId(returned?.id) ?? idFromLocation(header(headers, 'location'), 'Subscription');
  const status = textOf(returned?.status);
  const end = textOf(returned?.end);
  const error = textOf(returned?.error);
  const period = objectsOf(dig(returned, 'channel', 'extension')).find(({ url }) => url === backportUrls.heartbeat);
  const seconds = period?.valueUnsignedInt;
  return {
    ...(id ? { id } : {}),
    ...(status ? { status } : {}),
    ...(end && !Number.isNaN(Date.parse(end)) ? { end: new Date(end).toISOString() } : {}),
    ...(typeof seconds === 'number' && seconds > 0 ? { heartbeatSeconds: seconds } : {}),
    ...(error ? { error } : {}),
    oddities: [
      ...(httpStatus === 200 || httpStatus === 201 ? [] : [`The Subscription was answered with ${httpStatus}.`]),
      ...(returned ? changesOf(returned, sent) : []),
    ],
  };
}

const filtersOf = (given: unknown): string[] =>
  objectsOf(dig(given, '_criteria', 'extension'))
    .filter(({ url }) => url === backportUrls.filter)
    .flatMap(({ valueString }) => textOf(valueString) ?? [])
    .sort();

const payloadOf = (given: unknown): string | undefined =>
  objectsOf(dig(given, 'channel', '_payload', 'extension'))
    .filter(({ url }) => url === backportUrls.payloadContent)
    .flatMap(({ valueCode }) => textOf(valueCode) ?? [])[0];

/** What the partner keeps otherwise than it was sent, a sentence each. Values of headers are never looked at. */
function changesOf(returned: unknown, sent: Subscription): string[] {
  const differ = (name: string, got: unknown, asked: unknown) =>
    JSON.stringify(got) === JSON.stringify(asked)
      ? []
      : [`The partner keeps ${name} as ${JSON.stringify(got) ?? 'nothing'}, asked for was ${JSON.stringify(asked)}.`];
  return [
    ...differ('the topic', dig(returned, 'criteria'), sent.criteria),
    ...differ('the filters', filtersOf(returned), filtersOf(sent)),
    ...differ('the endpoint', dig(returned, 'channel', 'endpoint'), sent.channel?.endpoint),
    ...differ('the payload', payloadOf(returned), payloadOf(sent)),
  ];
}

/** The record with what the partner answered. A handshake that came meanwhile stands: the answer was written before it. */
export function withWritten(record: SubscriptionRecord, written: WrittenSubscription): SubscriptionRecord {
  const { id, status, end, heartbeatSeconds, error } = written;
  const { problem: _old, unanswered: _answered, ...rest } = record;
  const next = status === undefined || (status === 'requested' && record.status === 'active') ? record.status : status;
  const failed = next === 'error' || next === 'off';
  return {
    ...rest,
    ...(id ? { subscriptionId: id } : {}),
    ...(end ? { end } : {}),
    ...(heartbeatSeconds ? { heartbeatSeconds } : {}),
    status: next,
    ...(failed
      ? { problem: `The partner made the subscription ${next}${error ? `: ${error}` : ''}.` }
      : !id && !record.subscriptionId
        ? { problem: 'The partner took the subscription but told no id; its handshake may tell it.' }
        : {}),
  };
}
