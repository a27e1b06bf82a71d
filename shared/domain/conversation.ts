import type { Approach } from './approach.ts';
import type { Role } from './connection.ts';
import type { ExchangeOutcome } from './exchange.ts';

/** One who takes part in a conversation: a line from its top to its bottom. */
export interface ConversationParty {
  /** `console` and `receiver` are ours; a partner goes by the id of its connection, else by its host. */
  id: string;
  name: string;
  /** Its address, or whose it is, in a few words. */
  says: string;
  /** A payer's side stands left, a provider's right; ours between our partners. */
  side: Role;
  us: boolean;
}

/** One exchange: asked by one party, answered by another. */
export interface ConversationMessage {
  kind: 'message';
  /** ISO instant. */
  at: string;
  exchangeId: string;
  /** Ids of parties. */
  from: string;
  to: string;
  approach: Approach;
  /** What was asked, in a line: `GET Task/1012, poll at 6 min`. */
  asks: string;
  /** What came back, in a line: `200 W/"2" accepted`, or that nothing did. */
  answers: string;
  outcome: ExchangeOutcome;
  /** Decoded size of what came back (of what we were sent: of the request), in bytes. */
  bytes: number;
  /** Milliseconds. */
  durationMs: number;
}

/** Something that one party did or found by itself, or that never arrived. */
export interface ConversationNote {
  kind: 'note';
  /** ISO instant it was noticed. */
  at: string;
  /** Id of the party. */
  party: string;
  says: string;
  result: 'plain' | 'warn' | 'fail';
  /** True of a message that set out from the party and never arrived. */
  lost?: boolean;
  approach: Approach;
}

/** One line of a conversation. */
export type ConversationEntry = ConversationMessage | ConversationNote;

/** A status of the Task, from the entry that told of it on. */
export interface ConversationSpan {
  status: string;
  /** Index of the entry. */
  from: number;
}

/** What was said between parties around one thing, in the order it was: derived from the recorded exchanges alone. */
export interface Conversation {
  /** What it is around: `Task/1012`, `Push 7`, `3 exchanges`. */
  title: string;
  /** Left to right. */
  parties: ConversationParty[];
  /** Oldest first. */
  entries: ConversationEntry[];
  spans: ConversationSpan[];
  /** How many exchanges of it are no more, because they were deleted, and how many are not shown, because they are too many. */
  missing: number;
  leftOut: number;
}
