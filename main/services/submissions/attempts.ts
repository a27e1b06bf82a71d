import { isHeld } from '../../../shared/cdex/read-held.ts';
import { retryTime } from '../../../shared/cdex/polling-schedule.ts';
import { type ErrorCode, type Failure, fail } from '../../../shared/contract/errors.ts';
import type { SubmissionAttempt, SubmissionResult } from '../../../shared/domain/submission.ts';
import { isOutcome, outcomeSentence } from '../../../shared/fhir/outcome.ts';
import { sniffType } from '../../../shared/fhir/sniff.ts';
import type { Answer } from '../../exchange/answer.ts';
import type { Partner } from '../../exchange/partner.ts';
import { submitAttachment } from '../../exchange/submit-attachment.ts';
import type { Clock } from '../../ports.ts';
import { openBody } from '../bodies.ts';
import type { Kit } from '../kit.ts';
import type { Operation } from '../operations.ts';
import { bodyOf, type Piece } from './pieces.ts';

/** What is sent, where, and how often it may be tried again. */
export interface Sending {
  partner: Partner;
  url: string;
  retries: number;
  operation: Operation;
  /** Hears of each try once it has ended. */
  note(attempt: SubmissionAttempt): void;
}

/** How the last try ended. */
export interface Ended {
  result: SubmissionResult;
  httpStatus: number | null;
  exchangeId: string;
  /** The body of the answer, where it was JSON. */
  outcome?: unknown;
  /** Absent where it was accepted. */
  error?: Failure;
}

/** What may be gone by itself when it is tried again: no answer, and 5xx (digest of $submit-attachment: 5xx may be retried, 4xx not). */
const passing: readonly ErrorCode[] = ['unreachable', 'host-unknown', 'connection-lost', 'timed-out', 'server-error'];
/** After these the payer may have it all the same. */
const doubtful: readonly ErrorCode[] = ['connection-lost', 'timed-out', 'server-error', 'cancelled'];

/** First wait before a try again, in milliseconds; it doubles, up to the longest. A payer that asks for more patience than that is left alone. */
const firstWaitMs = 1_000;
const longestWaitMs = 60_000;
const mostPatienceMs = 600_000;

/** Waits on the clock; false when it was cancelled meanwhile. */
function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return Promise.resolve(false);
  return new Promise((resolve) => {
    const stop = () => {
      timer.cancel();
      resolve(false);
    };
    const timer = clock.after(ms, () => {
      signal.removeEventListener('abort', stop);
      resolve(true);
    });
    signal.addEventListener('abort', stop, { once: true });
  });
}

/** Posts pieces until they are taken or refused, or the tries are used up. A body is read anew for each try. */
export async function sendPieces(kit: Kit, pieces: readonly Piece[], sending: Sending, part?: number): Promise<Ended> {
  const { clock } = kit.ports;
  const { retries, operation } = sending;
  for (let tried = 0; ; tried += 1) {
    const at = new Date(clock.now()).toISOString();
    const ended = await sendOnce(kit, pieces, sending, part);
    const again = ended.result === 'may-retry' && ended.error && passing.includes(ended.error.code) && tried < retries;
    const wait = again ? waitFor(ended.error, clock.now(), tried) : undefined;
    const { result, httpStatus, exchangeId } = ended;
    const says = `${saysOf(ended)}${wait === undefined ? '' : ` It is tried again in ${Math.ceil(wait / 1000)} s.`}`;
    sending.note({
      at,
      httpStatus,
      result,
      says,
      ...(exchangeId ? { exchangeId } : {}),
      ...(part === undefined ? {} : { part }),
    });
    if (wait === undefined) return ended;
    operation.tell({ label: `Waiting ${Math.ceil(wait / 1000)} s before it is tried again` });
    if (!(await pause(clock, wait, operation.signal)))
      return { ...ended, result: 'cancelled', error: cancelled(ended) };
  }
}

/** How long to wait before the next try; undefined where the payer wants more patience than there is. */
function waitFor(error: Failure | undefined, now: number, tried: number): number | undefined {
  const growing = Math.min(longestWaitMs, firstWaitMs * 2 ** tried);
  const asked = (retryTime(error?.retryAfter, now) ?? now) - now;
  return asked > mostPatienceMs ? undefined : Math.max(growing, asked);
}

const cancelled = ({ exchangeId, httpStatus }: Ended): Failure =>
  fail('cancelled', 'It was cancelled before it was tried again.', 'Send it again when you are ready.', {
    ...(exchangeId ? { exchangeId } : {}),
    ...(httpStatus === null ? {} : { httpStatus }),
  }).error;

const saysOf = ({ result, error, outcome }: Ended): string => {
  if (error) return error.message;
  const words = isOutcome(outcome) ? ` ${outcomeSentence(outcome)}` : '';
  return `${result === 'held' ? 'The payer accepted and holds it.' : 'The payer accepted it.'}${words}`;
};

async function sendOnce(kit: Kit, pieces: readonly Piece[], sending: Sending, part?: number): Promise<Ended> {
  const { partner, url, operation } = sending;
  const label = part === undefined ? 'Sending the submission' : `Sending submission ${part}`;
  const reply = await submitAttachment(kit.door, partner, url, bodyOf(pieces), {
    signal: operation.signal,
    ...(part === undefined ? {} : { note: `submission, part ${part}` }),
    sending: (bytes, totalBytes) => operation.progress({ label, method: 'POST', url, bytes, totalBytes }),
  });
  return reply.ok ? accepted(reply.value) : failed(kit, reply.error);
}

const accepted = ({ resource, httpStatus, exchangeId }: Answer): Ended => ({
  result: isHeld(resource) ? 'held' : 'accepted',
  httpStatus,
  exchangeId,
  ...(resource === undefined ? {} : { outcome: resource }),
});

async function failed(kit: Kit, error: Failure): Promise<Ended> {
  const { exchangeId = '', httpStatus } = error;
  const { json, page } = await bodyIn(kit, exchangeId);
  const outcome = error.outcome ?? json;
  return {
    result: resultOf(error),
    httpStatus: httpStatus ?? null,
    exchangeId,
    ...(outcome === undefined ? {} : { outcome }),
    error: explained(error, page),
  };
}

function resultOf({ code, httpStatus }: Failure): SubmissionResult {
  if (httpStatus === 413) return 'too-large';
  if (code === 'cancelled') return 'cancelled';
  return code === 'refused-by-partner' || code === 'error-outcome' || code === 'redirected' ? 'refused' : 'may-retry';
}

/** A failure with what a web page in place of an answer means, and what to think of a try nobody answered. */
function explained(error: Failure, page: string | undefined): Failure {
  const next = error.next.replace(/\.?$/, '.');
  const html =
    page === undefined ? error.message : `${error.message.replace(/ It gave no OperationOutcome\.$/, '')} ${page}`;
  const unread = error.code === 'not-fhir' && (error.httpStatus ?? 500) < 300;
  if (unread)
    return { ...error, message: html, next: `${next} The payer may have taken it: ask before you send it again.` };
  if (!doubtful.includes(error.code)) return { ...error, message: html };
  return {
    ...error,
    message: html,
    next: `${next} It may have arrived all the same; its tracking id tells the payer.`,
  };
}

/** What was answered, where it is JSON or a web page. */
async function bodyIn(kit: Kit, exchangeId: string): Promise<{ json?: unknown; page?: string }> {
  const body = exchangeId ? await openBody(kit, exchangeId, 'response') : undefined;
  const bytes = body?.ok ? body.value.whole : undefined;
  if (!bytes || bytes.length === 0) return {};
  const text = bytes.toString('utf8');
  if (sniffType(bytes) === 'text/html') {
    const title = /<title[^>]*>([^<]{1,120})/i.exec(text)?.[1]?.trim().replaceAll(/\s+/g, ' ');
    const called = title ? ` called “${title}”` : '';
    return { page: `What came is a web page${called}: a gateway or web server answered, not a FHIR endpoint.` };
  }
  try {
    return { json: JSON.parse(text) };
  } catch {
    return {};
  }
}
