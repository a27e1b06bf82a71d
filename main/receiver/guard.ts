import type { IncomingMessage } from 'node:http';
import type { Push } from '../../shared/domain/push.ts';
import type { Response } from './respond.ts';

/** What the head of a request says about who sends it. */
export interface Admitted {
  /** The refusal (401, 403, 404), where it is not let in. It is recorded, its body is not kept. */
  refusal?: Response;
  /** How the sender proved itself, and whom that names. */
  proof?: Push['proof'];
  sender?: string;
  /** Headers whose values are secrets, in lower case, and secrets to be masked wherever they stand, in the address too. */
  headerNames: string[];
  secrets: string[];
  /** The request target as it is meant, without a secret part of its path. */
  url: string;
}

/** Lets senders in by what the receiver is set up to ask for. */
export interface Guard {
  admit(request: IncomingMessage): Admitted | Promise<Admitted>;
}

/** Lets everybody in. */
export const openGuard: Guard = {
  admit: (request) => ({ headerNames: [], secrets: [], url: request.url ?? '/' }),
};
