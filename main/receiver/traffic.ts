import { STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Server as SecureServer } from 'node:https';
import type { Duplex } from 'node:stream';
import type { Odd } from './record-odd.ts';
import type { Break } from './receive-body.ts';
import { outcomeOf, type Response, respond } from './respond.ts';

/** What node tells of bytes that are no HTTP. */
interface ClientError extends Error {
  code?: string;
  rawPacket?: Buffer;
}

/** What becomes of what is no request that can be handled. */
export interface TrafficMeans {
  receive(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Leaves a record of it. */
  record(odd: Odd): void;
  log(line: string): void;
}

/** The traffic of one receiver. */
export interface Traffic {
  /** Hears a server. */
  hear(server: Server | SecureServer): void;
  /** Hears who speaks plain HTTP to a server that speaks HTTPS. */
  hearPlain(server: Server): void;
  broken(request: IncomingMessage): Promise<Break>;
}

const malformed = (): Response =>
  respond(
    400,
    outcomeOf('error', 'structure', 'This is no valid HTTP request.', 'Check request line, headers and lengths.'),
  );

/** The answer to bytes that are no request, by node's code for them (those of llhttp begin with HPE). */
function answerTo(code: string | undefined): Response {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return respond(
        431,
        outcomeOf('error', 'too-long', 'The headers are longer than 16 KB.', 'Send fewer or shorter headers.'),
      );
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return respond(
        408,
        outcomeOf('error', 'timeout', 'The head of the request did not arrive in time.', 'Send it again, at once.'),
      );
    default:
      return malformed();
  }
}

/** An answer as it goes over the wire, where there is no request to answer by. */
function written({ status, headers, body }: Response): string {
  const all = { ...headers, 'content-length': String(Buffer.byteLength(body)), connection: 'close' };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`;
}

/** How long whoever was refused may take to read why, in milliseconds. */
const lingerMs = 1_000;

/** Says it, and ends the connection; reads what still comes, for a reset would take the answer with it (RFC 9112, section 9.6). */
function endWith(socket: Duplex, answer: Response): void {
  if (!socket.writable) return void socket.destroy();
  socket.end(written(answer));
  socket.resume();
  const timer = setTimeout(() => socket.destroy(), lingerMs);
  socket.once('close', () => clearTimeout(timer));
}

/** Keeps account of the requests of each connection, so that what is no HTTP is answered in its turn and never in place of another answer. */
export function createTraffic({ receive, record, log }: TrafficMeans): Traffic {
  /** The requests of a connection that are not answered yet, oldest first. */
  const open = new WeakMap<Duplex, { request: IncomingMessage; response: ServerResponse }[]>();
  const breaks = new WeakMap<IncomingMessage, PromiseWithResolvers<Break>>();
  const given = new WeakSet<Duplex>();
  const breakOf = (request: IncomingMessage) => {
    const known = breaks.get(request) ?? Promise.withResolvers<Break>();
    breaks.set(request, known);
    return known;
  };

  function take(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    const all = open.get(socket) ?? [];
    const one = { request, response };
    open.set(socket, [...all, one]);
    response.once('close', () => {
      open.set(
        socket,
        (open.get(socket) ?? []).filter((other) => other !== one),
      );
    });
    void receive(request, response);
  }

  function spoil(error: ClientError, socket: Duplex & { remoteAddress?: string }): void {
    if (given.has(socket)) return; // what comes after it is no HTTP either
    given.add(socket);
    const under = open.get(socket)?.at(-1);
    if (error.code === 'ECONNRESET' || error.code === 'EPIPE' || !socket.writable) return void socket.destroy();
    // Its own answer says so.
    if (under && !under.request.complete)
      return void breakOf(under.request).resolve(error.code === 'HPE_INVALID_EOF_STATE' ? 'aborted' : 'broken');
    const answer = answerTo(error.code);
    const say = () => {
      record({ packet: error.rawPacket, sender: socket.remoteAddress ?? 'unknown', answer });
      endWith(socket, answer);
    };
    if (under && !under.response.writableFinished) under.response.once('close', say);
    else say();
  }

  return {
    broken: (request) => breakOf(request).promise,
    hear(server) {
      server.on('request', take).on('checkContinue', take).on('checkExpectation', take);
      server.on('clientError', spoil);
      server.on('connect', (request: IncomingMessage, socket: Duplex) => {
        const answer = respond(405, outcomeOf('error', 'not-supported', 'This is no proxy.'), {
          allow: 'GET, HEAD, POST, PUT',
        });
        record({ request, sender: request.socket.remoteAddress ?? 'unknown', answer });
        socket.on('error', () => socket.destroy());
        endWith(socket, answer);
      });
      server.on('tlsClientError', (error: ClientError, socket: { remoteAddress?: string }) => {
        const why = whyNoHandshake(error);
        if (why) log(`A TLS handshake from ${socket.remoteAddress ?? 'somebody'} failed: ${why}`);
      });
    },
    hearPlain(server) {
      server.on('clientError', (_error, socket) => endWith(socket, malformed()));
      const refuse = (request: IncomingMessage, response: ServerResponse) => {
        const answer = respond(
          400,
          outcomeOf(
            'error',
            'not-supported',
            'This receiver speaks HTTPS, and the request came in plain HTTP.',
            'Send it to the https address. What it held went over the network readable: renew a secret that was in it.',
          ),
        );
        record({ request, sender: request.socket.remoteAddress ?? 'unknown', answer });
        response.writeHead(answer.status, { ...answer.headers, connection: 'close' });
        response.end(answer.body);
        request.resume();
      };
      server.on('request', refuse).on('checkContinue', refuse).on('checkExpectation', refuse);
    },
  };
}

/** Why a handshake failed, in a sentence; undefined for who only knocked and went. */
function whyNoHandshake({ code = '', message }: ClientError): string | undefined {
  if (code === 'ECONNRESET' || code === 'EPIPE') return undefined;
  if (/UNSUPPORTED_PROTOCOL|UNKNOWN_PROTOCOL|VERSION_TOO_LOW|WRONG_VERSION/.test(code))
    return 'the sender speaks an older TLS than 1.2.';
  if (/UNKNOWN_CA|CERTIFICATE_UNKNOWN|BAD_CERTIFICATE/.test(code))
    return 'the sender does not trust the receiver’s certificate.';
  if (/NO_SHARED_CIPHER/.test(code)) return 'the sender and the receiver have no cipher in common.';
  if (code === 'ERR_TLS_HANDSHAKE_TIMEOUT') return 'it was not finished in time.';
  return `${message.split(':').at(-1)?.trim() ?? message} (${code}).`;
}
