import type { IncomingMessage } from 'node:http';
import type { Exchange } from '../../shared/domain/exchange.ts';
import { outcomeSentence } from '../../shared/fhir/outcome.ts';
import type { KeptBody, NewExchange } from '../store/exchanges.ts';
import { headerList } from '../wire/header-list.ts';
import type { Mask } from '../wire/mask.ts';
import type { Received } from './receive-body.ts';
import { messageOf, type Response } from './respond.ts';

/** A request as it came in. */
export interface Arrival {
  /** Milliseconds since the epoch. */
  at: number;
  /** performance.now() at the same moment. */
  mark: number;
  request: IncomingMessage;
  sender: string;
}

/** The status and outcome of an exchange, as far as it has come. */
export function judged(
  answer: Response | undefined,
  received: Received | undefined,
): Pick<Exchange, 'status' | 'outcome' | 'problem'> {
  if (received?.state === 'aborted')
    return {
      status: null,
      outcome: 'transport',
      problem: 'The sender broke off.',
    };
  if (!answer) return { status: null, outcome: 'ok' };
  return answer.status < 400
    ? { status: answer.status, outcome: 'ok' }
    : { status: answer.status, outcome: 'refused', problem: refusal(answer) };
}

/** The same of a push that was stored and left without an answer. */
export const unanswered = (problem = 'It was left without an answer.') => ({
  status: null,
  outcome: 'transport' as const,
  problem,
});

/** Why a request was refused: what the OperationOutcome of the answer says. */
function refusal({ status, body }: Response): string {
  return body === '' ? `Answered ${status}.` : outcomeSentence(JSON.parse(body));
}

/** The exchange of an incoming request as it stands: before its body came, before it was answered, or after. `base` is our origin. */
export function exchangeOf(
  { at, mark, request, sender }: Arrival,
  { base, mask }: { base: string; mask: Mask },
  received: Received | undefined,
  answer: Response | undefined,
): NewExchange {
  const kept: KeptBody = received?.state === 'whole' ? received.body.kept : { size: received?.decodedBytes ?? 0 };
  const scan = received?.state === 'whole' ? received.body.scan : undefined;
  return {
    at: new Date(at).toISOString(),
    direction: 'in',
    method: request.method ?? '',
    url: mask.url(`${base}${request.url}`),
    ...judged(answer, received),
    approach: 'push',
    partner: sender,
    wireBytes: received?.wireBytes ?? 0,
    decodedBytes: received?.decodedBytes ?? 0,
    durationMs: performance.now() - mark,
    phases: {},
    request: { headers: mask.headers(headerList(request.rawHeaders)), body: kept },
    response: messageOf(answer),
    ...(scan ? { head: scan.head, ranges: scan.ranges } : {}),
  };
}
