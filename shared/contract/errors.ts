import type { Diagnosis } from '../domain/diagnosis.ts';

/** What can go wrong, as data: errors cross every host as values, because thrown errors arrive mangled. */

/** Whose side a failure is on; the command line's exit codes (1 partner said no, 2 our side, 3 transport). */
export type FailureClass = 'refused' | 'ours' | 'transport';

const classes = {
  // The partner answered, and the answer is negative.
  'refused-by-partner': 'refused',
  'error-outcome': 'refused',
  'task-ended-badly': 'refused',
  'rules-failed': 'refused',
  'token-refused': 'refused',
  'audit-broken': 'refused',
  // Our side: what was typed, a file, a port, the data folder, a missing secret.
  'unknown-command': 'ours',
  'invalid-json': 'ours',
  'invalid-input': 'ours',
  'not-found': 'ours',
  'capability-missing': 'ours',
  'secret-missing': 'ours',
  'vault-missing': 'ours',
  'vault-locked': 'ours',
  'vault-damaged': 'ours',
  'wrong-passphrase': 'ours',
  'key-unusable': 'ours',
  'certificate-unusable': 'ours',
  'sign-in-needed': 'ours',
  'file-unreadable': 'ours',
  'file-unwritable': 'ours',
  'port-in-use': 'ours',
  'folder-unusable': 'ours',
  'folder-corrupt': 'ours',
  'role-held': 'ours',
  'not-running': 'ours',
  'name-taken': 'ours',
  'origin-refused': 'ours',
  cancelled: 'ours',
  internal: 'ours',
  // Nothing usable came back.
  unreachable: 'transport',
  'host-unknown': 'transport',
  'connection-lost': 'transport',
  'timed-out': 'transport',
  'tls-failed': 'transport',
  'server-error': 'transport',
  'answer-too-large': 'transport',
  'not-fhir': 'transport',
  'not-oauth': 'transport',
  redirected: 'transport',
} as const satisfies Record<string, FailureClass>;

/** The closed set of error codes. */
export type ErrorCode = keyof typeof classes;

/** One failure: what happened (message, a sentence), what to do (next, a sentence), and what it rests on. */
export interface Failure {
  code: ErrorCode;
  message: string;
  next: string;
  /** A requirement number or profile rule, such as CONF-012 or cdex-9. */
  requirement?: string;
  /** The partner's HTTP status, where one arrived. */
  httpStatus?: number;
  /** The partner's Retry-After header as received: seconds or an HTTP date (RFC 9110, section 10.2.3). */
  retryAfter?: string;
  /** The partner's OperationOutcome as received, where one arrived. */
  outcome?: unknown;
  /** The recorded exchange that shows it. */
  exchangeId?: string;
  /** Why a partner does not let us in, where that is the failure. */
  diagnosis?: Diagnosis;
  /** Where in the input it is, as `path: sentence` lines. */
  details?: string[];
}

/** The answer of every command: a value or a failure. */
export type Reply<T> = { ok: true; value: T } | { ok: false; error: Failure };

/** A value, as a reply. */
export const ok = <T>(value: T): Reply<T> => ({ ok: true, value });

/** A failure, as a reply. `next` is a sentence that starts with a verb. */
export function fail(
  code: ErrorCode,
  message: string,
  next: string,
  more: Omit<Failure, 'code' | 'message' | 'next'> = {},
): { ok: false; error: Failure } {
  return { ok: false, error: { code, message, next, ...more } };
}

/** Whose side a code is on. */
export const failureClass = (code: ErrorCode): FailureClass => classes[code];

/** The command line's exit code for a failure: 1 the partner said no, 2 our side, 3 transport. */
export function exitCode(code: ErrorCode): 1 | 2 | 3 {
  switch (classes[code]) {
    case 'refused':
      return 1;
    case 'ours':
      return 2;
    case 'transport':
      return 3;
  }
}
