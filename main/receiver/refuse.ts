import type { IncomingMessage } from 'node:http';
import { whenTooLarge } from '../../shared/cdex/size-advice.ts';
import { isFull } from '../store/storage-failure.ts';
import { finding } from '../wire/understand.ts';
import type { Received, Unreceived } from './receive-body.ts';
import { outcomeOf, type Response, respond } from './respond.ts';
import { isSubmit } from './route.ts';

/** What can be said from the head alone. */
export function refuseEarly(request: IncomingMessage, maxBytes: number): Response | undefined {
  const { expect, host, 'transfer-encoding': transfer } = request.headers;
  if (host === undefined && request.httpVersion === '1.1')
    return respond(400, outcomeOf('error', 'structure', 'The request has no Host header (RFC 9112).', 'Send Host.'));
  if (expect !== undefined && expect.toLowerCase() !== '100-continue')
    return respond(
      417,
      outcomeOf('error', 'not-supported', 'This receiver meets no expectation but 100-continue.', 'Leave Expect out.'),
    );
  if (transfer !== undefined && transfer.trim().toLowerCase() !== 'chunked')
    return respond(
      501,
      outcomeOf(
        'error',
        'not-supported',
        'This receiver knows no transfer coding but chunked.',
        'Compress with Content-Encoding: gzip instead.',
      ),
    );
  if (isSubmit(request) && request.method !== 'POST')
    return respond(405, outcomeOf('error', 'not-supported', '$submit-attachment takes POST alone.'), { allow: 'POST' });
  if (request.method === 'GET' || request.method === 'HEAD') return undefined;
  if (/xml/i.test(request.headers['content-type'] ?? ''))
    return respond(
      415,
      outcomeOf('error', 'not-supported', 'This receiver reads FHIR JSON, not XML.', 'Send application/fhir+json.'),
      {
        accept: 'application/fhir+json',
      },
    );
  const encoded = request.headers['content-encoding'] !== undefined;
  return !encoded && Number(request.headers['content-length']) > maxBytes ? refusal('too-large', maxBytes) : undefined;
}

/** The longest name of a content coding that is repeated to who sent it. */
const codingLetters = 40;

/** The answer to a body that did not arrive whole; `coding` as codingOf tells it. */
export function refusal(state: Unreceived, maxBytes: number, given = 'identity'): Response {
  const coding = given.slice(0, codingLetters);
  switch (state) {
    case 'too-large':
      return respond(413, outcomeOf('error', 'too-long', 'The submission is too large.', whenTooLarge(maxBytes)));
    case 'unknown-coding':
      return respond(
        415,
        outcomeOf(
          'error',
          'not-supported',
          `The content coding ${coding} is not taken here.`,
          'Send the body plain, gzip or deflate.',
        ),
        {
          'accept-encoding': 'gzip, deflate',
        },
      );
    // The coding is one of ours, so the media type is not what is wrong (RFC 9110, sections 8.4 and 15.5.16).
    case 'not-in-coding':
      return respond(
        400,
        outcomeOf(
          'error',
          'structure',
          `The body is not in the content coding its header names, ${coding}, or breaks off in it.`,
          `Compress it with ${coding}, or leave Content-Encoding out.`,
        ),
      );
    case 'stalled':
      return respond(
        408,
        outcomeOf('error', 'timeout', 'The body came too slowly, or stopped before its end.', 'Send it again, whole.'),
      );
    case 'broken':
      return respond(
        400,
        outcomeOf(
          'error',
          'structure',
          'The body is not as its headers say: it ends too early, or is no valid chunked coding.',
          'Check Content-Length and Transfer-Encoding, then send it again.',
        ),
      );
    case 'crowded':
      return respond(
        503,
        outcomeOf('error', 'throttled', 'Too many submissions are on their way in.', 'Send it again in a few seconds.'),
        { 'retry-after': '5' },
      );
    case 'aborted':
      return respond(499);
  }
}

/** The answer to a push that could not be stored: it is not accepted, and the sender may try again. The reason stays in our log. */
export function notStored(error: unknown): Response {
  if (isFull(error))
    return respond(
      507,
      outcomeOf('fatal', 'no-store', 'There is no room to store the push; nothing of it was kept.', 'Send it later.'),
    );
  return respond(500, outcomeOf('fatal', 'exception', 'The push could not be stored.', 'Send it again.'));
}

/** Why a request of the wrong kind is one, for the record. */
export function whyUnexpected({ method, headers }: IncomingMessage, answer: Response, received: Received | undefined) {
  if (answer.status === 405)
    return finding('submit-attachment', `$submit-attachment takes POST alone, not ${method}.`, 'Send it with POST.');
  if (received?.state === 'unknown-coding')
    return finding(
      'content-encoding',
      `The content coding ${headers['content-encoding']} is not taken here.`,
      'Send the body plain, gzip or deflate.',
    );
  if (received?.state === 'not-in-coding')
    return finding(
      'content-encoding',
      `The body is not in the content coding ${headers['content-encoding']}, or breaks off in it.`,
      'Compress it as Content-Encoding says, or leave that out.',
    );
  return finding(
    'content-type',
    `The body is ${headers['content-type']}, not FHIR JSON.`,
    'Send application/fhir+json.',
  );
}
