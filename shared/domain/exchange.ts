import type { Approach } from './approach.ts';

/** Milliseconds spent in each stretch of an exchange; absent where the stretch did not happen (a reused connection has no connect). */
export interface Phases {
  /** Getting a token first; an exchange of its own, or several. */
  token?: number;
  dns?: number;
  connect?: number;
  tls?: number;
  /** From the request sent to the first byte of the answer. */
  wait?: number;
  /** From the first byte of the answer to its last. */
  body?: number;
}

/** The outcome of an exchange in one word; `ok` needs more than a 2xx status (an error OperationOutcome at 200 is `refused`). */
export type ExchangeOutcome = 'ok' | 'refused' | 'transport';

/** One recorded exchange, as lists and the wire drawer show it. Sizes in bytes, times in milliseconds. */
export interface Exchange {
  /** A number that grows by one an exchange, as text. */
  id: string;
  /** ISO instant the exchange began. */
  at: string;
  direction: 'out' | 'in';
  method: string;
  /** Full URL, secrets masked. */
  url: string;
  /** HTTP status; null when none arrived. */
  status: number | null;
  outcome: ExchangeOutcome;
  /** One sentence where the outcome is not ok. */
  problem?: string;
  approach: Approach;
  connectionId?: string;
  /** Name of the partner, or its host where no connection is stored. */
  partner: string;
  /** Bytes of the answer as they travelled (outgoing), of the request as it travelled (incoming). */
  wireBytes: number;
  /** The same bytes after content decoding. */
  decodedBytes: number;
  durationMs: number;
  phases: Phases;
  /** What it was for, in a few words ("page 2", "poll"). */
  note?: string;
}

/** Name and value as sent, in order, secrets masked. */
export type HeaderList = [name: string, value: string][];

/** One side of an exchange. A small body is text; a larger one stays in main and is read in windows. */
export interface ExchangeMessage {
  headers: HeaderList;
  bodyBytes: number;
  contentType?: string;
  /** The body, when it is text of at most 64 KiB. */
  bodyText?: string;
  /** The file that holds it, when it is larger. */
  bodyFile?: string;
  /** True when it is not text. */
  binary?: boolean;
}

/** An exchange with both messages. */
export interface ExchangeDetail extends Exchange {
  request: ExchangeMessage;
  response: ExchangeMessage;
}

/** Which message of an exchange. */
export type ExchangeSide = 'request' | 'response';
