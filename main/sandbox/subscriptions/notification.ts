import { randomUUID } from 'node:crypto';
import type { Bundle, BundleEntry, Parameters, ParametersParameter, Subscription, Task } from '@medplum/fhirtypes';
import { type PayloadContent, taskTopic } from '../../../shared/domain/subscription.ts';
import { backportProfiles } from './backport.ts';
import type { LoggedEvent } from './event-log.ts';

/** What a status is about (code system of notification types in the backport). */
export type NotificationType = 'handshake' | 'heartbeat' | 'event-notification' | 'query-status' | 'query-event';

/** What a notification or an answer says of a Subscription. */
export interface Said {
  base: string;
  subscription: Subscription & { id: string };
  type: NotificationType;
  content: PayloadContent;
  /** Events since its start. */
  count: number;
  events: readonly LoggedEvent[];
}

function eventPart({ base, content }: Said, { number, at, focus }: LoggedEvent): ParametersParameter {
  return {
    name: 'notification-event',
    part: [
      { name: 'event-number', valueString: String(number) },
      { name: 'timestamp', valueInstant: new Date(at).toISOString() },
      ...(content === 'empty' ? [] : [{ name: 'focus', valueReference: { reference: `${base}/${focus}` } }]),
    ],
  };
}

/** The status of a Subscription as Parameters (profile backport-subscription-status-r4); numbers are strings there. */
export function statusParameters(said: Said): Parameters & { id: string } {
  const { base, subscription, type, content, count, events } = said;
  const { id, status, error } = subscription;
  return {
    resourceType: 'Parameters',
    id: randomUUID(),
    meta: { profile: [backportProfiles.status] },
    parameter: [
      { name: 'subscription', valueReference: { reference: `${base}/Subscription/${id}` } },
      ...(content === 'empty' ? [] : [{ name: 'topic', valueCanonical: taskTopic }]),
      { name: 'status', valueCode: status },
      { name: 'type', valueCode: type },
      { name: 'events-since-subscription-start', valueString: String(count) },
      ...events.map((event) => eventPart(said, event)),
      ...(status === 'error'
        ? [{ name: 'error', valueCodeableConcept: { text: error ?? 'Notifications failed.' } }]
        : []),
    ],
  };
}

/** The entry of a focus: request and response always (bdl-3, bdl-4), the Task itself for full-resource, where it can still be read. */
function focusEntry(base: string, { focus, version }: LoggedEvent, task: Task | undefined): BundleEntry {
  const isNew = version === 1;
  return {
    fullUrl: `${base}/${focus}`,
    ...(task ? { resource: task } : {}),
    request: isNew ? { method: 'POST', url: 'Task' } : { method: 'PUT', url: focus },
    response: { status: isNew ? '201' : '200' },
  };
}

/**
 * The Bundle of a notification, or of $events (profile backport-subscription-notification-r4). `taskOf` gives the version an event is
 * about, and is asked for full-resource alone.
 */
export function notificationBundle(said: Said, at: number, taskOf: (event: LoggedEvent) => Task | undefined): Bundle {
  const { base, subscription, content, events } = said;
  const status = statusParameters(said);
  const entries = content === 'empty' ? [] : events;
  return {
    resourceType: 'Bundle',
    id: randomUUID(),
    meta: { profile: [backportProfiles.notification] },
    type: 'history',
    timestamp: new Date(at).toISOString(),
    entry: [
      {
        fullUrl: `urn:uuid:${status.id}`,
        resource: status,
        request: { method: 'GET', url: `${base}/Subscription/${subscription.id}/$status` },
        response: { status: '200' },
      },
      ...entries.map((event) => focusEntry(base, event, content === 'full-resource' ? taskOf(event) : undefined)),
    ],
  };
}
