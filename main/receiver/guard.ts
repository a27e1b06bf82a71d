import type { IncomingMessage } from 'node:http';
import type { Push } from '../../shared/domain/push.ts';
import type { Response } from './respond.ts';

/** What is hidden in records: headers by name, in lower case, and secrets wherever they stand, in the address too. */
export interface Hidden {
  headerNames: string[];
  secrets: string[];
}

/** What the head of a request says about who sends it. */
export interface Admitted extends Hidden {
  /** The refusal (401, 403, 404), where it is not let in. It is recorded, its body is not kept. */
  refusal?: Response;
  /** How the sender proved itself, and whom that names. */
  proof?: Push['proof'];
  sender?: string;
  /** The request target as it is meant, a secret part of its path masked. */
  url: string;
}

/** What a proof says of a request: the refusal, or whom it names; and what to hide of it. */
export type Judged = Pick<Admitted, 'refusal' | 'sender'> & { secrets?: string[] };

/** Lets senders in by what the receiver is set up to ask for. */
export interface Guard {
  admit(request: IncomingMessage): Admitted | Promise<Admitted>;
  /** What must be hidden in whatever arrives, readable as a request or not. */
  hidden: Hidden;
}

/** A request target as a path and query: some clients write the whole address (RFC 9112, section 3.2.2). */
export const originForm = (target: string | undefined): string => {
  const path = (target ?? '/').replace(/^https?:\/\/[^/?#]*/i, '');
  return path.startsWith('/') ? path : `/${path}`;
};
