import type { OperationOutcome, OperationOutcomeIssue } from '@medplum/fhirtypes';
import type { AnswerAction } from '../domain/answer-rule.ts';
import type { Finding } from '../domain/finding.ts';
import type { AskedPush } from './answer-policy.ts';

/** An answer as it goes back to the sender. */
export interface PolicyAnswer {
  status: number;
  headers: Record<string, string>;
  /** Absent for an empty body. */
  outcome?: OperationOutcome;
}

type Issue = Pick<OperationOutcomeIssue, 'severity' | 'code'>;

/** An OperationOutcome of one issue: `text` for people, `diagnostics` for what to do. */
export const outcomeOf = (
  severity: Issue['severity'],
  code: Issue['code'],
  text: string,
  diagnostics?: string,
): OperationOutcome => ({
  resourceType: 'OperationOutcome',
  issue: [{ severity, code, details: { text }, ...(diagnostics ? { diagnostics } : {}) }],
});

const unchanged = 'Do not send it again unchanged.';
const later = 'It may be sent again later.';

/** What a status means, in the code of its issue (FHIR R4 issue-type), words, and headers HTTP wants with it (RFC 9110). */
const meanings: Record<number, { code: Issue['code']; text: string; headers?: Record<string, string> }> = {
  400: { code: 'business-rule', text: 'The request is not taken.' },
  401: { code: 'login', text: 'The sender is not known here.', headers: { 'www-authenticate': 'Bearer' } },
  403: { code: 'forbidden', text: 'The sender may not submit here.' },
  404: { code: 'not-found', text: 'There is nothing to attach this to.' },
  405: { code: 'not-supported', text: 'This method is not taken here.', headers: { allow: 'POST' } },
  406: { code: 'not-supported', text: 'No format the sender accepts is offered.' },
  408: { code: 'timeout', text: 'The request took too long to arrive.' },
  409: { code: 'conflict', text: 'This contradicts what was submitted before.' },
  410: { code: 'deleted', text: 'What this was asked for is no longer open.' },
  412: { code: 'conflict', text: 'A precondition failed.' },
  413: { code: 'too-long', text: 'The submission is too large.' },
  415: {
    code: 'not-supported',
    text: 'The content type is not taken.',
    headers: { accept: 'application/fhir+json' },
  },
  422: { code: 'processing', text: 'The content cannot be processed.' },
  423: { code: 'lock-error', text: 'What this belongs to is locked.' },
  429: { code: 'throttled', text: 'Too many requests.', headers: { 'retry-after': '30' } },
  500: { code: 'exception', text: 'The receiver failed.' },
  501: { code: 'not-supported', text: 'This is not implemented.' },
  502: { code: 'transient', text: 'A system behind the receiver failed.' },
  503: { code: 'transient', text: 'The receiver cannot work at present.', headers: { 'retry-after': '30' } },
  504: { code: 'timeout', text: 'A system behind the receiver did not answer.' },
};

const meaningOf = (status: number) =>
  meanings[status] ??
  (status >= 500
    ? { code: 'exception' as const, text: 'The receiver failed.' }
    : { code: 'processing' as const, text: `The receiver answers ${status}.` });

/** Whether HTTP forbids a body with a status (RFC 9110, sections 15.3.5, 15.3.6, 15.4.5). */
const bodiless = (status: number): boolean => status === 204 || status === 205 || status === 304;

/** What a sender is told to do: a 4xx must not be repeated as it is, a 5xx may be (CDex $submit-attachment). */
function adviceOf(status: number, tooLarge: string): string | undefined {
  if (status === 413) return tooLarge;
  if (status === 429 || status >= 500) return later;
  return status >= 400 ? unchanged : undefined;
}

const waitFor = (seconds: number | undefined): Record<string, string> =>
  seconds === undefined ? {} : { 'retry-after': `${seconds}` };

/**
 * The answer of a chosen status. A success with words carries an outcome of severity `fatal`, as servers do that refuse by their
 * outcome alone; without words, an informational one. `tooLarge` is the advice that goes with 413 (CONF-024).
 */
export function answerByStatus(status: number, action: AnswerAction, tooLarge: string): PolicyAnswer {
  const { text, retryAfter } = action;
  const waiting = waitFor(retryAfter);
  if (status < 300) {
    const outcome = text
      ? outcomeOf('fatal', 'processing', text)
      : outcomeOf('information', 'informational', 'Stored.');
    return { status, headers: waiting, ...(bodiless(status) ? {} : { outcome }) };
  }
  const { code, text: usual, headers } = meaningOf(status);
  const outcome = outcomeOf(status === 500 ? 'fatal' : 'error', code, text ?? usual, adviceOf(status, tooLarge));
  return { status, headers: { ...headers, ...waiting }, ...(bodiless(status) ? {} : { outcome }) };
}

/** The answer that rejects for a business reason. */
export function rejection({ status = 400, text, retryAfter }: AnswerAction, tooLarge: string): PolicyAnswer {
  const { headers } = meaningOf(status);
  const waiting = waitFor(retryAfter);
  const reason = text ?? 'The receiver does not take this.';
  const outcome = outcomeOf('error', 'business-rule', reason, adviceOf(status, tooLarge) ?? unchanged);
  return { status, headers: { ...headers, ...waiting }, ...(bodiless(status) ? {} : { outcome }) };
}

/** Taken, but held for an association that is not possible yet (CONF-021). */
export const held = (text?: string): PolicyAnswer => ({
  status: 200,
  headers: {},
  outcome: outcomeOf(
    'information',
    'informational',
    text ?? 'Stored. It cannot be associated with a claim or request yet and is held until it can.',
  ),
});

const keptOnly = 'Stored as it was sent. It became no resource of this server and cannot be read back here.';

/**
 * Taken. The body is empty, which says that nothing is open, unless there are words to say (CDex $submit-attachment). Of a plain resource
 * there are: what creates one answers 201 with its Location (FHIR R4, create), and here is no place to read it at.
 */
export function taken({ kind }: Pick<AskedPush, 'kind'>, text?: string): PolicyAnswer {
  const words = text ?? (kind === 'resource' ? keptOnly : undefined);
  return { status: 200, headers: {}, ...(words ? { outcome: outcomeOf('information', 'informational', words) } : {}) };
}

/** Refused for the rules that are broken: one issue for each, with the place it is at. */
export const refusedFor = (errors: readonly Finding[]): PolicyAnswer => ({
  status: 400,
  headers: {},
  outcome: { resourceType: 'OperationOutcome', issue: errors.map(issueOf) },
});

const issueOf = ({ rule, path, message, next }: Finding): OperationOutcomeIssue => ({
  severity: 'error',
  code: rule === signatureRule ? 'business-rule' : 'invalid',
  details: { text: `${rule}: ${message}` },
  ...(next ? { diagnostics: next } : {}),
  ...(path ? { expression: [path] } : {}),
});

/** The name under which a missing signature is found. */
export const signatureRule = 'signature';
