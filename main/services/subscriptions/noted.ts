import type { EventGap, SubscriptionEvent, SubscriptionRecord } from '../../../shared/domain/subscription.ts';

/** Where a message was found. */
export interface Message {
  /** ISO instant it arrived. */
  at: string;
  pushId?: string;
  exchangeId?: string;
}

/** A record with what a message told, and what follows from it. */
export interface Noted {
  record: SubscriptionRecord;
  /** What is to be appended to what it told. */
  events: SubscriptionEvent[];
  /** The server's ids of the Tasks to read again. */
  taskIds: string[];
  /** Whether Tasks have to be searched for: events came that do not say what they are about. */
  search: boolean;
}

/** What a record keeps of what it was told. */
export const recentKept = 200;
const odditiesKept = 20;

/** Adds to the oddities of a record, each once. */
export function withOddities(record: SubscriptionRecord, sentences: readonly string[]): SubscriptionRecord {
  const fresh = [...new Set(sentences)].filter((one) => !record.oddities.includes(one));
  return fresh.length === 0 ? record : { ...record, oddities: [...record.oddities, ...fresh].slice(-odditiesKept) };
}

/** A record with events at the end of those it keeps. */
export const withRecent = (record: SubscriptionRecord, events: readonly SubscriptionEvent[]): SubscriptionRecord =>
  events.length === 0 ? record : { ...record, recent: [...record.recent, ...events].slice(-recentKept) };

/** What was found out about a subscription, in a sentence. */
export const statusEvent = (at: string, message: string): SubscriptionEvent => ({
  at,
  type: 'status',
  focus: [],
  message,
});

/** Tells of numbers that are missing. */
export const gapEvent = ({ from, to }: Pick<EventGap, 'from' | 'to'>, message: Message): SubscriptionEvent => ({
  ...message,
  type: 'gap',
  number: from,
  to,
  focus: [],
  message: from === to ? `Event ${from} is missing.` : `Events ${from} to ${to} are missing.`,
});
