import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Console } from '../../app/console.ts';
import { sayPlainly } from './answer.ts';
import { answerCall } from './calls.ts';
import { type EventLimits, streamEvents } from './events.ts';
import { answerFile } from './files.ts';
import { refuseStranger, refuseTokenless } from './guard.ts';

/** What the web host serves, and to whom. */
export interface Site {
  console: Console;
  /** Absolute folder of the built renderer. */
  folder: string;
  token: string;
  /** `http://127.0.0.1:PORT`, once it listens. */
  origin: string;
  limits: EventLimits;
  /** Event streams that are open. */
  streams: Set<ServerResponse>;
}

/** Answers one request: strangers first, then the token where it is needed, then the three things there are. */
export async function route(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const stranger = refuseStranger(request, site.origin);
  if (stranger) return sayPlainly(response, stranger.status, stranger.text, { connection: 'close' });
  // Only the part before the query names anything. Taken as it came: a URL parser would resolve `..` before files.ts sees it.
  const urlPath = (request.url ?? '/').split(/[?#]/, 1)[0] ?? '/';
  const call = urlPath.startsWith('/call/');
  const events = urlPath === '/events';
  if (call || events) {
    const tokenless = refuseTokenless(request, site.token);
    if (tokenless) return sayPlainly(response, tokenless.status, tokenless.text, { 'www-authenticate': 'Bearer' });
  }
  const allowed = call ? ['POST'] : events ? ['GET'] : ['GET', 'HEAD'];
  if (!allowed.includes(request.method ?? '')) {
    const allow = allowed.join(', ');
    return sayPlainly(response, 405, `Only ${allow} is answered here.`, { allow, connection: 'close' });
  }
  if (call) return answerCall(site.console, urlPath.slice('/call/'.length), request, response);
  if (!events) return answerFile(site.folder, urlPath, request, response);
  site.streams.add(response);
  response.on('close', () => site.streams.delete(response));
  streamEvents(site.console, response, site.limits);
}
