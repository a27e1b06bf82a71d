import { once } from 'node:events';
import { createServer as createPlainServer, type RequestListener, type Server as PlainServer } from 'node:http';
import type { Server as SecureServer, ServerOptions } from 'node:https';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { SandboxError } from '../errors.ts';

/** Who answers on a port. */
export interface PortListeners {
  request: RequestListener;
  /** A request with `Expect: 100-continue`. */
  checkContinue: RequestListener;
  /** A request in plain HTTP while the port speaks HTTPS. */
  plain: RequestListener;
}

/** The first byte of every TLS connection: a handshake record (RFC 8446, section 5.1). */
const HANDSHAKE = 0x16;

/** A client that breaks off before HTTP or TLS has the connection would else end the process. */
const endQuietly = (socket: Socket): void => void socket.on('error', () => socket.destroy());

function openFailure(error: unknown, port: number): SandboxError {
  const place = `Port ${port} on 127.0.0.1`;
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
    return new SandboxError('port-in-use', `${place} is taken.`, 'Choose another port, or 0 for any free one.');
  const reason = error instanceof Error ? error.message : String(error);
  return new SandboxError('internal', `${place} cannot be opened: ${reason}`, 'Choose another port.');
}

/**
 * A port on 127.0.0.1 that speaks HTTP or HTTPS, and can change from one to the other while it stays open. While it speaks HTTPS, the
 * first byte of a connection tells plain HTTP, which is answered by a listener of its own.
 */
export class LoopbackPort {
  readonly #listeners: PortListeners;
  readonly #front = createServer((socket) => this.#greet(socket));
  readonly #plain: PlainServer;
  #secure: SecureServer | undefined;
  readonly #raw = new Set<Socket>();
  /** Connections that HTTP is spoken on, with the number of requests under way. */
  readonly #talks = new Map<Socket, number>();
  readonly #leaving = new WeakSet<Socket>();

  constructor(listeners: PortListeners) {
    this.#listeners = listeners;
    this.#plain = createPlainServer();
    this.#attend(
      this.#plain,
      'connection',
      (request, response) => (this.#secure ? listeners.plain : listeners.request)(request, response),
      (request, response) => (this.#secure ? listeners.plain : listeners.checkContinue)(request, response),
    );
  }

  /** Whether it speaks HTTPS now. */
  get isSecure(): boolean {
    return this.#secure !== undefined;
  }

  /** Starts to listen; 0 takes any free port. Answers the port; rejects with port-in-use. */
  async listen(port: number): Promise<number> {
    this.#front.listen(port, '127.0.0.1');
    try {
      await once(this.#front, 'listening');
    } catch (error) {
      throw openFailure(error, port);
    }
    return (this.#front.address() as AddressInfo).port;
  }

  /** From now on speaks HTTPS with these options, or HTTP without them. Idle connections end at once, busy ones after their answer. */
  async speak(options: ServerOptions | undefined): Promise<void> {
    const { createServer: createSecureServer } = options ? await import('node:https') : {};
    const secure = options && createSecureServer?.(options);
    if (secure) this.#attend(secure, 'secureConnection', this.#listeners.request, this.#listeners.checkContinue);
    this.#secure = secure;
    for (const [socket, requests] of this.#talks) {
      if (requests === 0) socket.destroy();
      else this.#leaving.add(socket);
    }
  }

  /** Stops listening and drops every connection. */
  async close(): Promise<void> {
    const closed = this.#front.listening ? once(this.#front, 'close') : undefined;
    this.#front.close();
    for (const socket of [...this.#talks.keys(), ...this.#raw]) socket.destroy();
    await closed;
  }

  #attend(
    server: PlainServer | SecureServer,
    event: 'connection' | 'secureConnection',
    request: RequestListener,
    checkContinue: RequestListener,
  ): void {
    server.on(event, (socket: Socket) => {
      this.#talks.set(socket, 0);
      socket.once('close', () => this.#talks.delete(socket));
    });
    const counted =
      (listener: RequestListener): RequestListener =>
      (one, response) => {
        const { socket } = one;
        this.#talks.set(socket, (this.#talks.get(socket) ?? 0) + 1);
        response.once('close', () => this.#done(socket));
        listener(one, response);
      };
    server.on('request', counted(request));
    server.on('checkContinue', counted(checkContinue));
  }

  #done(socket: Socket): void {
    const left = (this.#talks.get(socket) ?? 1) - 1;
    if (this.#talks.has(socket)) this.#talks.set(socket, left);
    if (left <= 0 && this.#leaving.has(socket)) socket.end();
  }

  #greet(socket: Socket): void {
    this.#raw.add(socket);
    socket.once('close', () => this.#raw.delete(socket));
    if (!this.#secure) return void this.#plain.emit('connection', socket);
    endQuietly(socket);
    this.#peek(socket);
  }

  #peek(socket: Socket): void {
    const first: Buffer | null = socket.read(1);
    if (!first) return void socket.once('readable', () => this.#peek(socket));
    socket.unshift(first);
    const server = first[0] === HANDSHAKE ? this.#secure : this.#plain;
    (server ?? this.#plain).emit('connection', socket);
  }
}
