import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import type { ProxyMaterial } from './admission.ts';

/** Why a proxy lets nothing through: what it answered, or the system's code where it could not be spoken to. */
export class ProxyError extends Error {
  override readonly name = 'ProxyError';
  readonly code: string;
  /** Host and port of the proxy. */
  readonly proxy: string;
  /** What it answered to CONNECT. */
  readonly status: number | undefined;

  constructor(proxy: string, code: string, message: string, status?: number) {
    super(message);
    this.proxy = proxy;
    this.code = code;
    this.status = status;
  }
}

const answerOf = (proxy: string, status = 0) =>
  new ProxyError(proxy, 'ERR_PROXY_ANSWER', `the proxy ${proxy} answered ${status}`, status);

/** The refusal in an answer that came from the proxy itself: 407 is never the partner's (RFC 9110, section 15.5.8). */
export const proxyAnswer = ({ url }: ProxyMaterial, status: number): ProxyError | undefined =>
  status === 407 ? answerOf(new URL(url).host, status) : undefined;

/** Where a tunnel leads, and how long it may take to be dug. */
export interface TunnelGoal {
  host: string;
  port: number;
  timeoutMs: number;
  signal?: AbortSignal;
}

/**
 * A connection to `host:port` through a proxy by CONNECT (RFC 9110, section 9.3.6); the credentials go to the proxy alone. The proxy itself
 * is verified by the system's authorities. Rejects with `ProxyError`.
 */
export function openTunnel({ url, authorization }: ProxyMaterial, goal: TunnelGoal): Promise<Socket> {
  const proxy = new URL(url);
  const target = `${goal.host.includes(':') && !goal.host.startsWith('[') ? `[${goal.host}]` : goal.host}:${goal.port}`;
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const request = (proxy.protocol === 'https:' ? https : http).request({
    host: proxy.hostname.replace(/^\[|\]$/g, ''),
    port: proxy.port || (proxy.protocol === 'https:' ? 443 : 80),
    method: 'CONNECT',
    path: target,
    headers: { host: target, ...(authorization ? { 'proxy-authorization': authorization } : {}) },
    agent: false,
    ...(goal.signal ? { signal: goal.signal } : {}),
  });
  const timer = setTimeout(() => {
    request.destroy(Object.assign(new Error('the proxy did not answer in time'), { code: 'ETIMEDOUT' }));
  }, goal.timeoutMs);
  const refuse = (status: number | undefined) => reject(answerOf(proxy.host, status));
  request.once('connect', (response, socket, head) => {
    clearTimeout(timer);
    if (response.statusCode === 200) {
      if (head.length > 0) socket.unshift(head);
      resolve(socket as Socket);
      return;
    }
    socket.on('error', () => undefined).destroy();
    refuse(response.statusCode);
  });
  request.once('response', (response) => {
    response.resume();
    clearTimeout(timer);
    refuse(response.statusCode);
    request.destroy();
  });
  request.on('error', (error: NodeJS.ErrnoException) => {
    clearTimeout(timer);
    reject(new ProxyError(proxy.host, error.code ?? error.name, error.message));
  });
  request.end();
  return promise;
}
