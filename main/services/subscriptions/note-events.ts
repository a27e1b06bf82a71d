import type { NotificationReading, NotifiedEvent } from '../../../shared/cdex/read-notification.ts';
import type { SubscriptionEvent, SubscriptionRecord } from '../../../shared/domain/subscription.ts';
import { parseReference } from '../../../shared/fhir/reference.ts';
import { gapEvent, type Message, type Noted, withOddities, withRecent } from './noted.ts';
import { highestOf, type Place, placeNumber } from './number-events.ts';

/** Lays the events of a message over the record of its subscription. Pure. */
export function noteEvents(start: SubscriptionRecord, { events: told }: NotificationReading, message: Message): Noted {
  let record = start;
  let search = false;
  const events: SubscriptionEvent[] = [];
  const taskIds = new Set<string>();
  for (const one of told) {
    const noted = noteEvent(record, one, message);
    record = withRecent(noted.record, noted.events);
    for (const event of noted.events) events.push(event);
    if (noted.taskId) taskIds.add(noted.taskId);
    search ||= noted.search;
  }
  return { record, events, taskIds: [...taskIds], search };
}

interface NotedEvent {
  record: SubscriptionRecord;
  events: SubscriptionEvent[];
  taskId?: string | undefined;
  search: boolean;
}

function noteEvent(record: SubscriptionRecord, told: NotifiedEvent, message: Message): NotedEvent {
  const { number } = told;
  const { focus, taskId, odd } = focusOf(record, told);
  const event: SubscriptionEvent = {
    ...message,
    type: 'event',
    ...(number === undefined ? {} : { number }),
    focus,
  };
  const since = record.lastEventAt;
  const placed =
    number === undefined ? undefined : placeNumber(record, number, { at: message.at, ...(since ? { since } : {}) });
  if (placed && placed.place !== 'next' && isKnown(record, event))
    return {
      record: { ...record, duplicateCount: record.duplicateCount + 1 },
      events: [{ ...event, type: 'duplicate' }],
      search: false,
    };
  return {
    record: {
      ...withOddities(record, [...odd, ...oddNumber(record, number, placed?.place)]),
      ...placed?.numbers,
      eventCount: record.eventCount + 1,
      lastEventAt: instantOf(told.at) ?? message.at,
      ...(placed?.place === 'beyond' ? { doubtAt: message.at } : {}),
    },
    events: [
      ...(placed?.gap ? [gapEvent(placed.gap, message)] : []),
      placed?.place === 'late' ? { ...event, message: 'It came late.' } : event,
    ],
    taskId,
    search: focus.length === 0,
  };
}

/** Whether the same event was told before: its number, about the same thing. */
const isKnown = ({ recent }: SubscriptionRecord, { number, focus }: SubscriptionEvent): boolean =>
  recent.some(
    (one) =>
      one.number === number &&
      (one.type === 'event' || one.type === 'duplicate') &&
      one.focus.join(' ') === focus.join(' '),
  );

/** A number that contradicts those before is said; what it is about is read all the same, which can do no harm. */
function oddNumber(record: SubscriptionRecord, number: number | undefined, place: Place | undefined): string[] {
  if (place === 'beyond') return [`Event ${number} is far beyond event ${highestOf(record)}.`];
  if (place === 'repeated') return [`Event ${number} came again about something else, or long after its time.`];
  return number === undefined ? ['An event has no number.'] : [];
}

const instantOf = (text: string | undefined): string | undefined => {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
};

/**
 * What an event is about. A Task by another address is believed to be the partner's own Task of that id, since it is read from the
 * partner alone; many servers stand behind gateways they do not know.
 */
function focusOf(
  { baseUrl }: SubscriptionRecord,
  { focus }: NotifiedEvent,
): { focus: string[]; taskId?: string; odd: string[] } {
  if (!focus) return { focus: [], odd: [] };
  const { kind, type, id, underBase } = parseReference(focus, baseUrl);
  if (type !== 'Task' || !id)
    return { focus: [focus], odd: [`An event is about ${focus.slice(0, 200)}, which is no Task.`] };
  const elsewhere = kind === 'foreign' || (kind === 'absolute' && !underBase);
  return {
    focus: [elsewhere ? focus : `Task/${id}`],
    taskId: id,
    odd: elsewhere ? [`Events name Tasks at another address than ${baseUrl}.`] : [],
  };
}
