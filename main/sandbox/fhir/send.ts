import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FhirAnswer } from './answer.ts';

const zip = promisify(gzip);

/** Smaller bodies gain nothing from compression. */
const WORTH_ZIPPING = 1024;

function acceptsGzip(request: IncomingMessage): boolean {
  const list = [request.headers['accept-encoding'] ?? ''].flat().join().split(',');
  return list.some((one) => /^\s*(gzip|\*)\s*(;|$)/.test(one) && !/;\s*q=0(\.0*)?\s*$/.test(one));
}

function bodyOf(request: IncomingMessage, answer: FhirAnswer): Buffer | undefined {
  if (answer.bytes) return answer.bytes;
  if (!answer.resource) return undefined;
  const pretty = /[?&]_pretty=true(&|$)/.test(request.url ?? '');
  return Buffer.from(JSON.stringify(answer.resource, undefined, pretty ? 2 : undefined));
}

/** Whether the answer has been written out and the response must still be ended by the caller. */
export type Ending = 'end' | 'leave-open';

/** Writes an answer, compressed where the client takes it. 304 and 204 carry no body; HEAD carries its headers alone. */
export async function send(
  request: IncomingMessage,
  response: ServerResponse,
  answer: FhirAnswer,
  ending: Ending = 'end',
): Promise<void> {
  if (answer.dropped) return void response.destroy();
  let body = bodyOf(request, answer);
  const headers: Record<string, string> = { 'content-type': 'application/fhir+json; charset=utf-8', ...answer.headers };
  if (!body || answer.status === 204 || answer.status === 304) {
    delete headers['content-type'];
    body = undefined;
  } else {
    headers.vary = 'accept, accept-encoding';
    if (body.length > WORTH_ZIPPING && acceptsGzip(request)) {
      body = await zip(body);
      headers['content-encoding'] = 'gzip';
    }
  }
  if (answer.status !== 304 && answer.status !== 204) headers['content-length'] = String(body?.length ?? 0);
  if (response.destroyed) return;
  response.writeHead(answer.status, headers);
  if (body && request.method !== 'HEAD') response.write(body);
  if (ending === 'end') response.end();
}
