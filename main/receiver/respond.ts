import type { OperationOutcome, OperationOutcomeIssue } from '@medplum/fhirtypes';
import type { Finding } from '../../shared/domain/finding.ts';
import type { Understood } from '../wire/understand.ts';

/** What the receiver answers. */
export interface Response {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export function respond(status: number, outcome?: OperationOutcome, headers: Record<string, string> = {}): Response {
  const body = outcome ? JSON.stringify(outcome) : '';
  return {
    status,
    body,
    headers: { ...(outcome ? { 'content-type': 'application/fhir+json; charset=utf-8' } : {}), ...headers },
  };
}

export const outcomeOf = (
  severity: OperationOutcomeIssue['severity'],
  code: OperationOutcomeIssue['code'],
  text: string,
  diagnostics?: string,
): OperationOutcome => ({
  resourceType: 'OperationOutcome',
  issue: [{ severity, code, details: { text }, ...(diagnostics ? { diagnostics } : {}) }],
});

/** Held for an association that is not possible yet (CONF-021). */
const held = () =>
  respond(
    200,
    outcomeOf(
      'information',
      'informational',
      'Stored. It cannot be associated with a claim or request yet and is held until it can.',
    ),
  );

/** The answer to a body that was stored: a rule of error severity refuses it, everything else is taken. */
export function answerTo(understood: Understood): Response {
  const errors = understood.findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return respond(400, { resourceType: 'OperationOutcome', issue: errors.map(issue) });
  switch (understood.kind) {
    case 'submission':
      return held();
    case 'notification':
    case 'bundle':
      return respond(200);
    case 'resource':
      return respond(201);
    case 'unexpected':
      return respond(404, outcomeOf('error', 'not-found', 'Nothing is offered here; see /metadata.'));
  }
}

const issue = ({ rule, path, message, next }: Finding): OperationOutcomeIssue => ({
  severity: 'error',
  code: 'invalid',
  details: { text: `${rule}: ${message}` },
  ...(next ? { diagnostics: next } : {}),
  ...(path ? { expression: [path] } : {}),
});
