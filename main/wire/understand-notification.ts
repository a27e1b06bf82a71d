import { readStatusParts } from '../../shared/cdex/notification-names.ts';
import { type NotificationReading, readNotification } from '../../shared/cdex/read-notification.ts';
import { objectsOf } from '../../shared/fhir/json.ts';
import type { Understood } from './understood.ts';

/** Focus named in a title. */
const shown = 3;

/**
 * A Bundle as a notification of a subscription (Subscriptions Backport, R4), with what it says; undefined when it is none. One that was sent
 * to the `entrance` of notifications is read even if it says no type; what is wrong with it is found.
 */
export function understandNotification(
  bundle: unknown,
  entrance: boolean,
): (Understood & { reading: NotificationReading }) | undefined {
  const entries = objectsOf((bundle as { entry?: unknown }).entry);
  const first = entrance ? entries.find(({ resource }) => readStatusParts(resource, 0)) : entries[0];
  const parts = readStatusParts(first?.resource, 0);
  if (!parts || (parts.type === undefined && !entrance)) return undefined;
  const reading = readNotification(bundle);
  return {
    kind: 'notification',
    ...(parts.type === undefined ? {} : { notification: parts.type }),
    title: titleOf(reading, parts.type, entries.length - 1),
    attachments: [],
    findings: reading.findings,
    reading,
  };
}

function titleOf({ events }: NotificationReading, type: string | undefined, entries: number): string {
  if (type !== 'event-notification') return type ? type.charAt(0).toUpperCase() + type.slice(1) : 'Notification';
  const focus = [...new Set(events.flatMap((event) => event.focus?.split('/').slice(-2).join('/') ?? []))];
  if (focus.length === 0) return `Notification, ${entries === 1 ? 'one entry' : `${entries} entries`}`;
  const more = focus.length > shown ? ` and ${focus.length - shown} more` : '';
  return `Notification, ${focus.slice(0, shown).join(', ')}${more}`;
}
