import type { Subscription, Task, TaskInput } from '@medplum/fhirtypes';
import { profiles, systems } from '../../../../shared/cdex/codes.ts';
import { taskTopic } from '../../../../shared/domain/subscription.ts';

const BACKPORT = 'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition';

/** A data request by query about Ann. */
export const dataRequest = (more: Partial<Task> = {}): Task => ({
  resourceType: 'Task',
  meta: { profile: [profiles.dataRequest] },
  status: 'requested',
  intent: 'order',
  code: { coding: [{ system: systems.cdex, code: 'data-request-query' }] },
  for: { reference: 'Patient/ann' },
  authoredOn: '2026-03-01T08:00:00Z',
  requester: { identifier: { system: 'urn:example:payers', value: 'payer' } },
  owner: { identifier: { system: systems.npi, value: '1' } },
  input: [
    {
      type: { coding: [{ system: systems.hrex, code: 'data-query' }] },
      valueString: 'Condition?patient=Patient/ann',
    },
  ],
  ...more,
});

/** An input of a type code. */
export const input = (system: string, code: string, value: Partial<TaskInput>): TaskInput => ({
  type: { coding: [{ system, code }] },
  ...value,
});

/** What a Subscription may say besides. */
export interface SubscriptionWish {
  filters?: string[];
  content?: string;
  heartbeat?: number;
  maxCount?: number;
  timeout?: number;
  more?: Partial<Subscription>;
  channel?: Partial<Subscription['channel']>;
}

/** A Subscription to the Task topic that tells an endpoint. */
export function subscriptionTo(endpoint: string, wish: SubscriptionWish = {}): Subscription {
  const { filters = [], content = 'id-only', heartbeat, maxCount, timeout, more, channel } = wish;
  const extension = [
    ...(heartbeat === undefined ? [] : [{ url: `${BACKPORT}/backport-heartbeat-period`, valueUnsignedInt: heartbeat }]),
    ...(timeout === undefined ? [] : [{ url: `${BACKPORT}/backport-timeout`, valueUnsignedInt: timeout }]),
    ...(maxCount === undefined ? [] : [{ url: `${BACKPORT}/backport-max-count`, valuePositiveInt: maxCount }]),
  ];
  return {
    resourceType: 'Subscription',
    meta: { profile: [`${BACKPORT}/backport-subscription`] },
    status: 'requested',
    reason: 'To follow the Tasks of Ann',
    criteria: taskTopic,
    ...(filters.length
      ? {
          _criteria: {
            extension: filters.map((text) => ({ url: `${BACKPORT}/backport-filter-criteria`, valueString: text })),
          },
        }
      : {}),
    channel: {
      type: 'rest-hook',
      endpoint,
      payload: 'application/fhir+json',
      _payload: { extension: [{ url: `${BACKPORT}/backport-payload-content`, valueCode: content }] },
      header: ['x-secret: between us'],
      ...(extension.length ? { extension } : {}),
      ...channel,
    },
    ...more,
  } as Subscription;
}
