import type { ServerResponse } from 'node:http';
import type { OperationOutcome } from '@medplum/fhirtypes';
import type { PolicyAnswer } from '../../shared/cdex/answer-policy-outcome.ts';
import type { HeaderList } from '../../shared/domain/exchange.ts';
import type { KeptBody } from '../store/exchanges.ts';
import { drain } from './receive-body.ts';

export { outcomeOf } from '../../shared/cdex/answer-policy-outcome.ts';

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

/** An answer that was decided on, as it goes over the wire. */
export const responseOf = ({ status, outcome, headers }: PolicyAnswer): Response => respond(status, outcome, headers);

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
  response.writeHead(status, withLength(status, headers, body));
  response.end(response.req.method === 'HEAD' ? '' : body);
}

/** Answers before the body has arrived whole: the answer goes at once, its end waits for the rest of the body. */
export async function sendEarly(response: ServerResponse, { status, headers, body }: Response): Promise<void> {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.write(body);
  await drain(response.req);
  response.end();
}

/** The headers with the length of the body; 204 and 304 have neither (RFC 9110, section 8.6). */
const withLength = (status: number, headers: Record<string, string>, body: string) =>
  status === 204 || status === 304 ? headers : { ...headers, 'content-length': Buffer.byteLength(body) };
