import { readFile } from 'node:fs/promises';
import { protocol } from 'electron';
import { guardHeaders } from '../loopback/answer.ts';
import { contentTypeOf, fileAt } from '../loopback/files.ts';

const scheme = 'app';

/** The origin of the console's page. */
export const pageOrigin = `${scheme}://console`;

/** The address a window loads. */
export const pageAddress = `${pageOrigin}/`;

/** Makes `app:` a scheme with an origin of its own, a secure context and fetch. Only possible before `ready`. */
export function declareScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, codeCache: true };
  protocol.registerSchemesAsPrivileged([{ scheme, privileges }]);
}

/** Whether an address is the console's page itself, whatever view its fragment names. */
export function isPage(address: string): boolean {
  return address.replace(/[?#].*$/s, '') === pageAddress;
}

function headersFor(contentType: string): Headers {
  const headers = new Headers({ 'content-type': contentType, 'cache-control': 'no-cache' });
  for (const [name, value] of Object.entries(guardHeaders)) headers.set(name, String(value));
  return headers;
}

const refuse = (status: number, text: string) =>
  new Response(`${text}\n`, { status, headers: headersFor('text/plain; charset=utf-8') });

/** Answers one request of `app:` out of the renderer's folder, with the headers the web host sends too. */
async function answerRequest(folder: string, request: Request): Promise<Response> {
  const { host, pathname } = new URL(request.url);
  if (host !== 'console') return refuse(404, 'There is no such host.');
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'Only GET and HEAD are answered here.');
  const file = fileAt(folder, pathname);
  if (!file) return refuse(404, 'There is nothing at this address.');
  const body = request.method === 'HEAD' ? null : new Uint8Array(await readFile(file));
  return new Response(body, { headers: headersFor(contentTypeOf(file)) });
}

/** Serves the built renderer at `app://console/`. */
export function serveRenderer(folder: string): void {
  protocol.handle(scheme, (request) => answerRequest(folder, request));
}
