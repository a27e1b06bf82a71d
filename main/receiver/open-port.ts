import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { Limits } from './limits.ts';

/** What a receiver shows and trusts over TLS, PEM. */
export interface ReceiverIdentity {
  /** Its own certificate first. */
  chain: string;
  key: string;
  /** Asks clients for a certificate; `ca` are the authorities whose certificates count. */
  clients?: { ca?: string };
}

/** The receiver's server, and what plain HTTP gets while it speaks HTTPS. */
export interface ReceiverServer {
  server: http.Server | https.Server;
  /** Answers who speaks plain HTTP to an HTTPS port. */
  plain?: http.Server;
}

/** The first byte of every TLS connection: a handshake record (RFC 8446, section 5.1). */
const handshake = 0x16;

/** A server that does not listen yet. TLS 1.2 at least (CONF-014, NIST SP 800-52). */
export function makeServer(tls: ReceiverIdentity | undefined, limits: Limits): ReceiverServer {
  const common = {
    headersTimeout: limits.headMs,
    requestTimeout: 0, // bodies are watched piece by piece
    connectionsCheckingInterval: Math.min(5_000, limits.headMs),
    rejectNonStandardBodyWrites: true,
    requireHostHeader: false, // node would refuse without a word; we say why
  };
  if (!tls) {
    const server = http.createServer(common);
    server.maxConnections = limits.connections;
    return { server };
  }
  const server = https.createServer({
    ...common,
    cert: tls.chain,
    key: tls.key,
    minVersion: 'TLSv1.2',
    handshakeTimeout: limits.headMs,
    // Who shows none, or a wrong one, is let through the handshake and told in words what is wrong.
    ...(tls.clients ? { requestCert: true, rejectUnauthorized: false, ...tls.clients } : {}),
  });
  server.maxConnections = limits.connections;
  const plain = http.createServer({ ...common, keepAliveTimeout: 1 });
  splitByFirstByte(server, plain, limits.headMs);
  return { server, plain };
}

/** Plain HTTP on an HTTPS port is a partner's commonest mistake; by its first byte it is told apart and answered. */
function splitByFirstByte(server: https.Server, plain: http.Server, headMs: number): void {
  const takers = server.listeners('connection');
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    const end = () => socket.destroy();
    socket.on('error', end).once('end', end).setTimeout(headMs, end);
    const peek = () => {
      const first: Buffer | null = socket.read(1);
      if (!first) return void socket.once('readable', peek);
      socket.setTimeout(0).off('timeout', end).off('end', end);
      socket.unshift(first);
      if (first[0] === handshake) {
        for (const take of takers) take.call(server, socket);
        return;
      }
      // A server that does not listen watches over no times.
      const timer = setTimeout(end, headMs);
      socket.once('close', () => clearTimeout(timer));
      plain.emit('connection', socket);
    };
    peek();
  });
}

/** Starts to listen; answers the port. `port-in-use`, or `not-found` for an address this machine does not have. */
export function listen(server: http.Server | https.Server, host: string, port: number): Promise<Reply<number>> {
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(failureOf(error, host, port)));
    server.listen({ port, host, ipv6Only: false }, () => {
      const address = server.address();
      resolve(ok(typeof address === 'object' && address ? address.port : port));
    });
  });
}

function failureOf({ code, message }: NodeJS.ErrnoException, host: string, port: number): Reply<never> {
  if (code === 'EADDRNOTAVAIL')
    return fail(
      'not-found',
      `The receiver cannot listen on ${host}: this machine does not have that address now.`,
      'Choose another address in the receiver’s setup, 0.0.0.0 for all of them, or connect the network it belongs to.',
    );
  const why =
    code === 'EADDRINUSE'
      ? 'another program uses it'
      : code === 'EACCES'
        ? 'this user may not open ports below 1024'
        : message.replace(/\.$/, '');
  return fail(
    'port-in-use',
    `The receiver cannot listen on port ${port}: ${why}.`,
    'Choose another port, or 0 for any free one.',
  );
}
