import { type ErrorCode, type Failure, fail, type Reply } from '../../../shared/contract/errors.ts';

/** A failure on its way to the one place that prints it. Thrown inside the command line only; no host sees it. */
export class Refusal extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** The value of a reply; a failure is thrown. */
export function unwrap<T>(reply: Reply<T>): T {
  if (reply.ok) return reply.value;
  throw new Refusal(reply.error);
}

/** Ends the command with a failure of our own. `next` is a sentence that starts with a verb. */
export function refuse(code: ErrorCode, message: string, next: string, more: Partial<Failure> = {}): never {
  throw new Refusal(fail(code, message, next, more).error);
}

/** Ends the command because of what was typed. */
export const misused = (message: string, next: string): never => refuse('invalid-input', message, next);
