import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { cleanUp } from '../ports.ts';

/** A request as it arrived. */
export interface Seen {
  method: string;
  /** Path and query. */
  url: string;
  rawHeaders: string[];
  headers: IncomingMessage['headers'];
  body: string;
}

/** What a partner does with one request; the body has been read. */
export type Script = (seen: Seen, response: ServerResponse) => unknown;

/** A FHIR server of our own making, over real HTTP; every answer is scripted. */
export interface FakePartner {
  origin: string;
  /** `[origin]/fhir` */
  baseUrl: string;
  seen: Seen[];
  /** Requests to `METHOD /path` (below the base, without the query) are answered by `script`; several scripts answer one after the other, the last one stays. */
  on(route: string, ...scripts: Script[]): void;
  /** Answers what no route takes; by default 404 without a body. */
  otherwise(script: Script): void;
}

/** Starts a partner on 127.0.0.1; it ends after the test. With `tls` it speaks https. */
export async function startPartner(tls?: https.ServerOptions): Promise<FakePartner> {
  const seen: Seen[] = [];
  const routes = new Map<string, Script[]>();
  let fallback: Script = (_, response) => response.writeHead(404).end();

  const listener = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      return; // the client broke off
    }
    const one: Seen = {
      method: request.method ?? '',
      url: request.url ?? '',
      rawHeaders: request.rawHeaders,
      headers: request.headers,
      body: Buffer.concat(chunks).toString('utf8'),
    };
    seen.push(one);
    const path = one.url.split('?', 1)[0]?.replace(/^\/fhir/, '');
    const scripts = routes.get(`${one.method} ${path}`);
    const script = scripts && scripts.length > 1 ? scripts.shift() : scripts?.[0];
    await (script ?? fallback)(one, response);
  };

  const server = tls ? https.createServer(tls, listener) : http.createServer(listener);
  server.keepAliveTimeout = 0; // closed from this side too, a connection that rests could take the next request with it
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUp(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  const origin = `${tls ? 'https' : 'http'}://127.0.0.1:${port}`;
  return {
    origin,
    baseUrl: `${origin}/fhir`,
    seen,
    on: (route, ...scripts) => routes.set(route, scripts),
    otherwise(script) {
      fallback = script;
    },
  };
}

/** Answers JSON; the content type is FHIR's unless `headers` say otherwise. */
export const json =
  (status: number, body: unknown, headers: Record<string, string | string[]> = {}): Script =>
  (_, response) =>
    response.writeHead(status, { 'content-type': 'application/fhir+json', ...headers }).end(JSON.stringify(body));

/** Answers any bytes. */
export const bytes =
  (status: number, body: string | Buffer, headers: Record<string, string | string[]> = {}): Script =>
  (_, response) =>
    response.writeHead(status, headers).end(body);

/** An OperationOutcome with one issue. */
export const outcome = (severity: string, text: string) => ({
  resourceType: 'OperationOutcome',
  issue: [{ severity, code: 'processing', details: { text } }],
});
