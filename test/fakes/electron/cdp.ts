import { EventEmitter } from 'node:events';
import type { CDPSession } from '@playwright/test';

/** A CDP session with typed commands and events; the types are Playwright's, the wire is ours. */
export type CdpSession = Pick<CDPSession, 'send' | 'on'>;

interface Pending {
  method: string;
  resolve(result: unknown): void;
  reject(error: Error): void;
}

interface Message {
  id?: number;
  sessionId?: string;
  method?: string;
  params?: unknown;
  result?: unknown;
  error?: { message: string };
}

/** One WebSocket to Chromium, shared by the browser session and every attached page (flat sessions). */
export class CdpConnection {
  /** Commands to the browser itself. */
  readonly browser: CdpSession;
  private readonly socket: WebSocket;
  private readonly pending = new Map<number, Pending>();
  private readonly emitters = new Map<string, EventEmitter>();
  private count = 0;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    this.browser = this.session('');
    socket.addEventListener('message', ({ data }) => this.receive(JSON.parse(String(data)) as Message));
  }

  /** Connects to a `ws:` endpoint. */
  static async open(endpoint: string): Promise<CdpConnection> {
    const socket = new WebSocket(endpoint);
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve, { once: true });
      socket.addEventListener('error', () => reject(new Error(`Cannot reach Chromium at ${endpoint}`)), { once: true });
    });
    return new CdpConnection(socket);
  }

  /** The session with this id, as given by `Target.attachToTarget` or `Target.attachedToTarget`. */
  session(id: string): CdpSession {
    const emitter = new EventEmitter();
    this.emitters.set(id, emitter);
    const send = (method: string, params: object = {}) => this.call(id, method, params);
    return Object.assign(emitter, { send }) as unknown as CdpSession;
  }

  private call(sessionId: string, method: string, params: object): Promise<unknown> {
    this.count += 1;
    const id = this.count;
    return new Promise((resolve, reject) => {
      this.pending.set(id, { method, resolve, reject });
      this.socket.send(JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) }));
    });
  }

  private receive(message: Message): void {
    if (message.method) this.emitters.get(message.sessionId ?? '')?.emit(message.method, message.params);
    const waiting = message.id === undefined ? undefined : this.pending.get(message.id);
    if (!waiting || message.id === undefined) return;
    this.pending.delete(message.id);
    if (message.error) waiting.reject(new Error(`${waiting.method}: ${message.error.message}`));
    else waiting.resolve(message.result);
  }
}
