import type { ErrorCode } from '../../shared/contract/errors.ts';
import { unstopped } from '../../shared/contract/error-words.ts';

/** A failure as data; thrown errors lose their fields between threads and processes. */
export interface FailureData {
  code: ErrorCode;
  message: string;
  /** What to do, as a sentence that starts with a verb. */
  next: string;
}

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

/** What was thrown, as data. `next` is what to do about an error nobody foresaw. */
export function failureOf(error: unknown, next: string): FailureData {
  if (error instanceof SandboxError) return { code: error.code, message: error.message, next: error.next };
  const words = error instanceof Error ? error.message : String(error);
  return { code: 'internal', message: `The sandbox failed: ${unstopped(words)}.`, next };
}

/** The error that was told as data. */
export const errorOf = ({ code, message, next }: FailureData): SandboxError => new SandboxError(code, message, next);
