import type { Approach } from '../../shared/domain/approach.ts';
import type { Expectation } from './answer.ts';
import type { StreamedBody } from './streamed-body.ts';

/** One request to a partner. */
export interface Outgoing {
  method: string;
  /** Absolute. */
  url: string;
  headers?: Record<string, string>;
  body?: string | StreamedBody;
  expects?: Expectation;
  /** Secrets in the body; masked by value in the record and in what comes back. */
  secrets?: readonly string[];
  /** An address of another origin is refused unless it may be asked without credentials. */
  foreign?: 'refuse' | 'without-credentials';
  approach?: Approach;
  /** What it is for, in a few words. */
  note?: string;
  signal?: AbortSignal;
  /** Hears decoded bytes so far and, where the partner said, how many there will be. */
  progress?: (bytes: number, total: number | undefined) => void;
  /** Hears how many bytes of a streamed body were sent so far, and how many there are. */
  sending?: (bytes: number, total: number) => void;
}
