import type { Finding } from './finding.ts';

/** What can arrive at the receiver. */
export const pushKinds = ['submission', 'notification', 'bundle', 'resource', 'unexpected'] as const;
/** One of these. */
export type PushKind = (typeof pushKinds)[number];

/** One attachment of a push: what the metadata claims beside what the bytes are. Sizes in bytes. */
export interface PushAttachment {
  index: number;
  /** Code.coding.code of the submission part, or the DocumentReference type. */
  code?: string;
  title?: string;
  /** Type of the resource that carries it. */
  resourceType: string;
  /** As declared; `application/fhir+json` where the content is a resource without an attachment. */
  contentType: string;
  /** As the first bytes say, where they say something. */
  sniffedType?: string;
  /** Decoded size. */
  bytes: number;
  /** Lower-case hex of the decoded bytes. */
  sha256: string;
  /** size and hash as declared by the metadata. */
  declaredBytes?: number;
  declaredSha1?: string;
  lineItems?: string[];
  /** JSON pointer, in the request body of the push's exchange, to the base64 string or the resource. */
  pointer: string;
  /** URL where the content is not inline. */
  url?: string;
  /** How the document stands where it is not simply current, as entered-in-error, or replaces DocumentReference/1. */
  standing?: string;
  /** Canonical of the Questionnaire, of a QuestionnaireResponse. */
  questionnaire?: string;
}

/** What made a push belong to a request: the surest first. `tracking-value` is the same value under another system. */
export const matchReasons = [
  'hand',
  'tracking-id',
  'admin-ref',
  'tracking-value',
  'claim',
  'subscription',
  'member',
] as const;
/** One of these. */
export type MatchReason = (typeof matchReasons)[number];

/** What a push belongs to, as far as it is known here. */
export interface PushMatch {
  /** `matched` to a Task of ours; `held` until one appears; `none` for what belongs to no request by its nature. */
  state: 'matched' | 'held' | 'none';
  /** Our id of the Task that asked for it. */
  taskId?: string;
  /** Why, the surest first. */
  by: MatchReason[];
  /** In a sentence. */
  says: string;
  /** ISO instant it was matched. */
  at?: string;
}

/** What a receiver can do with a push it stored. `ask` waits for a person. */
export const answerWays = ['accept', 'hold', 'reject', 'status', 'ask'] as const;
/** One of these. */
export type AnswerWay = (typeof answerWays)[number];

/** How a push was or is to be answered, and why. */
export interface PushAnswer {
  how: AnswerWay;
  /** Name of the rule that said so; absent when none did. */
  rule?: string;
  /** True when a person chose it while the sender waited. */
  byHand?: boolean;
  /** The connection was ended without an answer, on purpose. */
  dropped?: boolean;
  /** Milliseconds it was delayed on purpose. */
  delayMs?: number;
  /** Why nothing was answered although something was to be: the sender broke off before, or the receiver died while it was waiting. */
  unanswered?: 'sender-gone' | 'receiver-died';
}

/** The status a push was answered with, or is about to be; undefined where none is decided, or none was sent. */
export const statusOf = ({ answered, promised }: Pick<Push, 'answered' | 'promised'>): number | undefined =>
  answered ?? promised;

/** Whether nothing more will be answered: it was, or it was left unanswered, on purpose or not. */
export const isSettled = ({
  answered,
  answer,
  waitsUntil,
}: Pick<Push, 'answered' | 'answer' | 'waitsUntil'>): boolean =>
  answered !== null || (waitsUntil === undefined && (answer?.dropped === true || answer?.unanswered !== undefined));

/** What a person wants a waiting push to be answered with. */
export interface AnswerWish {
  answer: Exclude<AnswerWay, 'ask'>;
  /** HTTP status, of `status`. */
  status?: number;
  /** Why, for the OperationOutcome. */
  text?: string;
}

/** One push, stored before it was answered. */
export interface Push {
  id: string;
  /** ISO instant it had arrived whole. */
  at: string;
  kind: PushKind;
  /** `system|value`. */
  trackingId?: string;
  /** `system|value` of the administrative reference number, from the continuous build on. */
  adminRef?: string;
  attachTo?: string;
  memberId?: string;
  payerId?: string;
  providerId?: string;
  organizationId?: string;
  serviceDate?: string;
  /** False only when the sender said more will follow. */
  final?: boolean;
  /** True when a signature is in it; whether it is good is another question. */
  signed?: boolean;
  /** For a notification: handshake, heartbeat, event-notification ... as it says (Subscriptions Backport). */
  notification?: string;
  /** Our id of the subscription it came for, once its secret header proved that. */
  subscriptionId?: string;
  /** What it is, in one line. */
  title: string;
  /** Who sent it: the client its token or certificate names, else the product in its user agent, else the address. */
  sender?: string;
  /** How the sender proved itself to the receiver, where it had to. */
  proof?: 'path' | 'header' | 'bearer' | 'certificate';
  /** Decoded size of the body in bytes. */
  bytes?: number;
  /** Lower-case hex: the same for two pushes that bring the same. */
  digest?: string;
  /** The earlier push that brought the same already. */
  duplicateOf?: string;
  /** How often the same was sent again, of the first of them. */
  repeats?: number;
  match?: PushMatch;
  answered: number | null;
  /**
   * HTTP status that was decided on, kept with the push itself; gone once it is noted what became of it. Where the receiver died in between
   * it stays: the sender may have had that answer.
   */
  promised?: number;
  /** How that came to be. */
  answer?: PushAnswer;
  /** ISO instant until which the sender is kept waiting for a person's answer; absent when nobody waits. */
  waitsUntil?: string;
  /** What a person has chosen, until the receiver has done it. */
  wish?: AnswerWish;
  /** ISO instants of the two questions: stored? answered? */
  storedAt: string;
  answeredAt?: string;
  exchangeId: string;
  attachments: PushAttachment[];
  findings: Finding[];
}

/** The submissions of one tracking id from one side: open until one says it is the last (CDex, multiple submissions). */
export interface PushThread {
  trackingId: string;
  /** `final` after a submission with Final true or absent; `over` when more came after that. */
  state: 'open' | 'final' | 'over';
  /** Our ids, oldest first, without repeats. */
  pushIds: string[];
  /** Whether several were asked for or allowed by the request; undefined where no request is known. */
  multipleSubmits?: boolean;
}

/** One thing that happened around a push, for one timeline with the request that asked for it. */
export interface StoryEntry {
  /** ISO instant. */
  at: string;
  kind: 'request' | 'version' | 'notification' | 'push' | 'repeat' | 'match' | 'answer' | 'fetch';
  title: string;
  detail?: string;
  exchangeId?: string;
  pushId?: string;
  /** Our id. */
  taskId?: string;
  /** HTTP status, where there is one. */
  status?: number | null;
}

/** A push with everything that belongs to it. */
export interface PushStory {
  push: Push;
  thread?: PushThread;
  /** Oldest first. */
  timeline: StoryEntry[];
  /** Pushes that brought the same again. */
  repeats: Push[];
}
