import {
  forbidden,
  getStatus,
  gone,
  notFound,
  OperationOutcomeError,
  preconditionFailed,
  tooManyRequests,
  unauthorized,
  unsupportedMediaType,
} from '@medplum/core';
import type { OperationOutcome, OperationOutcomeIssue } from '@medplum/fhirtypes';

/** The refusals this server gives. */
export type ProblemStatus = 400 | 401 | 403 | 404 | 405 | 410 | 412 | 413 | 415 | 422 | 429 | 500;

// The batch and routing library reads the HTTP status from OperationOutcome.id, so a refusal keeps its status on the way out.
const ids: Record<ProblemStatus, string | undefined> = {
  400: undefined,
  401: unauthorized.id,
  403: forbidden.id,
  404: notFound.id,
  405: 'method-not-allowed',
  410: gone.id,
  412: preconditionFailed.id,
  413: 'content-too-large',
  415: unsupportedMediaType.id,
  422: 'business-rule',
  429: tooManyRequests.id,
  500: undefined,
};

const codes: Record<ProblemStatus, OperationOutcomeIssue['code']> = {
  400: 'invalid',
  401: 'login',
  403: 'forbidden',
  404: 'not-found',
  405: 'not-supported',
  410: 'deleted',
  412: 'conflict',
  413: 'too-long',
  415: 'not-supported',
  422: 'business-rule',
  429: 'throttled',
  500: 'exception',
};

/** What an issue may say beside its sentence. */
export type IssueDetail = Partial<Pick<OperationOutcomeIssue, 'code' | 'expression' | 'diagnostics' | 'severity'>>;

/** One issue with a sentence for people; an error unless told otherwise. */
export function issue(text: string, detail: IssueDetail = {}): OperationOutcomeIssue {
  return { severity: 'error', code: 'invalid', details: { text }, ...detail };
}

/** A refusal with one issue, to be thrown. */
export function problem(status: ProblemStatus, text: string, detail: IssueDetail = {}): OperationOutcomeError {
  return problemOf(status, [issue(text, { code: codes[status], ...detail })]);
}

/** A refusal with several issues, to be thrown. */
export function problemOf(status: ProblemStatus, issues: OperationOutcomeIssue[]): OperationOutcomeError {
  return new OperationOutcomeError({ resourceType: 'OperationOutcome', id: ids[status], issue: issues });
}

/** The HTTP status an outcome stands for. */
export const statusOf = (outcome: OperationOutcome): number => (outcome.id === ids[405] ? 405 : getStatus(outcome));
