import { taskTopic } from '../../../shared/domain/subscription.ts';

const status = 'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-subscription-status-r4';

/** What a notification is made of; what is left out is left out of the Bundle. */
export interface Told {
  type: string;
  subscription?: string;
  status?: string;
  since?: unknown;
  /** Number and focus of each event. */
  events?: [number?: unknown, focus?: string][];
  entries?: object[];
  error?: string;
  at?: string;
}

const parameter = (name: string, type: string, value: unknown) =>
  value === undefined ? [] : [{ name, [`value${type}`]: value }];

/** A notification as Backport 1.1 has it. */
export const notification = ({
  type,
  subscription,
  status: said = 'active',
  since,
  events = [],
  entries,
  error,
  at,
}: Told) => ({
  resourceType: 'Bundle',
  type: 'history',
  timestamp: '2026-10-01T12:00:00Z',
  entry: [
    {
      fullUrl: 'urn:uuid:206a4372-a348-41d1-a82e-fc9ebe8825af',
      resource: {
        resourceType: 'Parameters',
        meta: { profile: [status] },
        parameter: [
          ...parameter('subscription', 'Reference', subscription && { reference: subscription }),
          ...parameter('topic', 'Canonical', taskTopic),
          ...parameter('status', 'Code', said),
          ...parameter('type', 'Code', type),
          ...parameter('events-since-subscription-start', 'String', since),
          ...events.map(([number, focus]) => ({
            name: 'notification-event',
            part: [
              ...parameter('event-number', 'String', number),
              ...parameter('timestamp', 'Instant', at),
              ...parameter('focus', 'Reference', focus && { reference: focus }),
            ],
          })),
          ...parameter('error', 'CodeableConcept', error && { text: error }),
        ],
      },
      request: { method: 'GET', url: `${subscription}/$status` },
      response: { status: '200' },
    },
    ...(entries ?? []),
  ],
});

/** A notification as it was written before 1.1: other names, no list of events. */
export const oldNotification = (type: string, subscription: string, since: number, count: number, urls: string[]) => ({
  resourceType: 'Bundle',
  type: 'history',
  timestamp: '2026-10-01T12:00:00Z',
  entry: [
    {
      fullUrl: 'urn:uuid:b21e4fae-ce73-45cb-8e37-1e203362b2ae',
      resource: {
        resourceType: 'Parameters',
        parameter: [
          { name: 'subscription-url', valueUri: subscription },
          { name: 'subscription-topic-url', valueUri: taskTopic },
          { name: 'status', valueCode: 'active' },
          { name: 'type', valueCode: type },
          { name: 'subscription-event-count', valueUnsignedInt: since },
          { name: 'bundle-event-count', valueUnsignedInt: count },
        ],
      },
      request: { method: 'GET', url: `${subscription}/$status` },
      response: { status: '200' },
    },
    ...urls.map((url) => ({ fullUrl: url, request: { method: 'PUT', url }, response: { status: '200' } })),
  ],
});
