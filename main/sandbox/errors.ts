import type { ErrorCode } from '../../shared/contract/errors.ts';

/** A failure of the sandbox itself, with the fields of a Failure, so that a host can show it as it is. */
export class SandboxError extends Error {
  readonly code: ErrorCode;
  /** What to do, as a sentence that starts with a verb. */
  readonly next: string;

  constructor(code: ErrorCode, message: string, next: string) {
    super(message);
    this.name = 'SandboxError';
    this.code = code;
    this.next = next;
  }
}
