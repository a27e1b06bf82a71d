import type { ServerResponse } from 'node:http';
import type { OperationOutcome, OperationOutcomeIssue } from '@medplum/fhirtypes';
import type { HeaderList } from '../../shared/domain/exchange.ts';
import type { Finding } from '../../shared/domain/finding.ts';
import type { KeptBody } from '../store/exchanges.ts';
import type { Understood } from '../wire/understood.ts';
import { drain } from './receive-body.ts';

/** What the receiver answers. */
export interface Response {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** An answer with an OperationOutcome for its body, or without a body. */
export function respond(status: number, outcome?: OperationOutcome, headers: Record<string, string> = {}): Response {
  const body = outcome ? JSON.stringify(outcome) : '';
  return {
    status,
    body,
    headers: { ...(outcome ? { 'content-type': 'application/fhir+json; charset=utf-8' } : {}), ...headers },
  };
}

/** An OperationOutcome of one issue: `text` for people, `diagnostics` for what to do. */
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

/** An answer as the record keeps it. */
export const messageOf = (answer: Response | undefined): { headers: HeaderList; body: KeptBody } => {
  const bytes = Buffer.from(answer?.body ?? '');
  return {
    headers: Object.entries(answer?.headers ?? {}),
    body: bytes.length ? { size: bytes.length, bytes } : { size: 0 },
  };
};

/** Sends an answer; HEAD gets its headers alone. */
export function send(response: ServerResponse, { status, headers, body }: Response): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(response.req.method === 'HEAD' ? '' : body);
}

/** Answers before the body has arrived whole: the answer goes at once, its end waits for the rest of the body. */
export async function sendEarly(response: ServerResponse, { status, headers, body }: Response): Promise<void> {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.write(body);
  await drain(response.req);
  response.end();
}
