import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** A refusal before anything is looked up: HTTP status and a sentence. */
export interface Refusal {
  status: 401 | 403 | 421;
  text: string;
}

function sameText(got: string, wanted: string): boolean {
  const a = Buffer.from(got);
  const b = Buffer.from(wanted);
  return a.length === b.length && timingSafeEqual(a, b);
}

/**
 * Whether a request addresses us by the one name we answer to. Another Host means a foreign name was pointed at 127.0.0.1
 * (DNS rebinding); another Origin means a foreign page is asking.
 */
export function refuseStranger(request: IncomingMessage, origin: string): Refusal | undefined {
  if (`http://${request.headers.host}` !== origin)
    return { status: 421, text: `This console answers to ${origin} only.` };
  if (request.headers.origin !== undefined && request.headers.origin !== origin)
    return { status: 403, text: 'Only the console’s own page may ask.' };
  return undefined;
}

/** Whether a request carries this launch's token (RFC 6750 Bearer). Compared in constant time. */
export function refuseTokenless(request: IncomingMessage, token: string): Refusal | undefined {
  const [scheme = '', value = ''] = (request.headers.authorization ?? '').split(' ', 2);
  if (scheme.toLowerCase() === 'bearer' && sameText(value, token)) return undefined;
  return {
    status: 401,
    text: 'The token of this launch is missing or wrong. Open the address the console printed when it started.',
  };
}
