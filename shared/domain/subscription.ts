/** Where the topic of Task updates is defined (HRex SubscriptionTopic; CONF-065). There is only this one canonical. */
export const taskTopic = 'http://hl7.org/fhir/us/davinci-hrex/SubscriptionTopic/Task';

/** How much a notification carries (Subscriptions Backport, backport-payload-content). */
export const payloadContents = ['id-only', 'full-resource', 'empty'] as const;
/** One of these. */
export type PayloadContent = (typeof payloadContents)[number];

/** How filters are written: `Task?status=completed` as the examples do, or `status=completed` as the text says. */
export const filterStyles = ['query', 'parameter'] as const;
/** One of the two. */
export type FilterStyle = (typeof filterStyles)[number];

/**
 * What becomes of a subscription when the console ends: removed, and asked for again at the next start; kept at the partner; or removed
 * for good.
 */
export const closings = ['resume', 'keep', 'end'] as const;
/** One of these. */
export type Closing = (typeof closings)[number];

/** Numbers of events that did not arrive, both inclusive, and what became of them. */
export interface EventGap {
  from: number;
  to: number;
  /** ISO instant it was noticed. */
  at: string;
  /** Not yet, by $events, by a search of Tasks, or given up. */
  filled: 'no' | 'events' | 'search' | 'given-up';
  /** Ids of the Tasks its events were about, where $events told; the first of them. */
  taskIds?: string[];
  exchangeId?: string;
  /** ISO instant, by the partner's clock where it told one, of the last event before it: a search begins there. */
  since?: string;
  /** How often it was tried to make up for it, and the ISO instant before which it is not tried again. */
  tries?: number;
  nextTryAt?: string;
}

/** One thing a subscription told us, or we found out about it. */
export interface SubscriptionEvent {
  /** ISO instant. */
  at: string;
  type: 'handshake' | 'heartbeat' | 'event' | 'gap' | 'duplicate' | 'error' | 'status';
  /** Its place among all that this console was told; grows. */
  seq?: number;
  /** Its number, of an event; of a gap the first one missing. */
  number?: number;
  /** The last one missing, of a gap. */
  to?: number;
  /** References it is about. */
  focus: string[];
  message?: string;
  exchangeId?: string;
  pushId?: string;
}

/** A Subscription we hold at a partner (Subscriptions Backport R4). */
export interface SubscriptionRecord {
  /** Ours. */
  id: string;
  connectionId?: string;
  partner: string;
  baseUrl: string;
  /** The server's id; absent until the create was answered. */
  subscriptionId?: string;
  topic: string;
  filters: string[];
  filterStyle: FilterStyle;
  payload: PayloadContent;
  /** Where notifications are sent: our receiver's address with our id at its end, or what a person gave. */
  endpoint: string;
  /** Whether it is our receiver's own address, which changes when the receiver gets another port. */
  followsReceiver?: boolean;
  /** Names of the headers the partner was asked to send; never their values. */
  headers: string[];
  /** SHA-256, lower-case hex, of the value of our own secret header: what arrives without it proves nothing. */
  secretHash: string;
  /** The same of the values before, newest first, as long as the partner may still use one of them. */
  formerSecretHashes?: string[];
  /** Seconds. */
  heartbeatSeconds?: number;
  timeoutSeconds?: number;
  maxCount?: number;
  /** ISO instant it ends by itself, and is renewed before. */
  end?: string;
  /** For how long it was asked for, and is renewed each time. */
  endsInMinutes?: number;
  /** ISO instant before which a renewal that failed is not tried again. */
  renewAfter?: string;
  /** What the partner declares for Subscription: interactions, and operations with `$`; absent where its statement cannot be read. */
  offers?: string[];
  /** What becomes of it when the console ends; left out: `resume`. */
  atClose?: Closing;
  /** When the end of the console removed it at the partner, since when changes may be unheard (ISO instants), and failed tries to ask again. */
  closed?: { at: string; since: string; tries: number };
  /** When it was asked for again after that (ISO instant). */
  reopenedAt?: string;
  /** When a create was sent that nobody answered (ISO instant): the partner may have made it, and is looked at before another one. */
  unanswered?: string;
  /** When and why the end of the console could not remove it: it is left at the partner until the next start looks. */
  left?: { at: string; why: string };
  /**
   * As the partner says: requested, active, error, off; `closed` when the end of the console removed it and the next start asks again;
   * `removed` once we deleted it.
   */
  status: string;
  /** What the partner says is wrong, or why it is not used. */
  problem?: string;
  createdAt: string;
  handshakeAt?: string;
  /** ISO instant of the last message of any type. */
  lastHeardAt?: string;
  /** Largest number up to which every event arrived or was made up for. */
  lastEvent: number;
  /** Largest number seen; what lies between it and `lastEvent` is missing in part. */
  highestEvent?: number;
  /** ISO instant of the last event, by the partner's clock where it told one. */
  lastEventAt?: string;
  /** Events seen, repeated ones not counted. */
  eventCount: number;
  duplicateCount: number;
  gaps: EventGap[];
  /** ISO instant the partner was last asked for $status. */
  checkedAt?: string;
  /** ISO instant a number came that can hardly be true; the partner is asked how many events there were. */
  doubtAt?: string;
  /** ISO instant of the next thing to do by itself: ask $status, fill a gap, renew. */
  nextCheckAt?: string;
  /** What is odd about what the partner sends: old parameter names, a foreign subscription, lying numbers. */
  oddities: string[];
  /** The last of them, newest last. */
  recent: SubscriptionEvent[];
}
