import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { type ConnectionOptions, getCACertificates } from 'node:tls';
import type { ProxyMaterial } from './admission.ts';

/** Why a proxy lets nothing through: what it answered, or the system's code where it could not be spoken to. */
export class ProxyError extends Error {
  override readonly name = 'ProxyError';
  readonly code: string;
  /** Host and port of the proxy. */
  readonly proxy: string;
  /** What it answered to CONNECT. */
  readonly status: number | undefined;
  /** The names in its certificate, where they are not the one it was called by: `DNS:a, IP Address:b`. */
  readonly names: string | undefined;

  constructor(proxy: string, code: string, message: string, more: { status?: number; names?: string } = {}) {
    super(message);
    this.proxy = proxy;
    this.code = code;
    this.status = more.status;
    this.names = more.names;
  }
}

/** What an https proxy itself is spoken to with: TLS 1.2 at least, the usual authorities, and those of the line. */
export function proxyTls({ url, ca }: ProxyMaterial): Pick<ConnectionOptions, 'ca' | 'minVersion'> {
  if (!url.startsWith('https:')) return {};
  return { minVersion: 'TLSv1.2', ...(ca ? { ca: [...getCACertificates('default'), ca] } : {}) };
}

const answerOf = (proxy: string, status = 0) =>
  new ProxyError(proxy, 'ERR_PROXY_ANSWER', `the proxy ${proxy} answered ${status}`, { status });

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
 * A connection to `host:port` through a proxy by CONNECT (RFC 9110, section 9.3.6); the credentials go to the proxy alone. Rejects with
 * `ProxyError`.
 */
export function openTunnel(material: ProxyMaterial, goal: TunnelGoal): Promise<Socket> {
  const { url, authorization } = material;
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
    ...proxyTls(material),
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
  request.on('error', (error: NodeJS.ErrnoException & { cert?: { subjectaltname?: string } }) => {
    clearTimeout(timer);
    const names = error.cert?.subjectaltname;
    reject(new ProxyError(proxy.host, error.code ?? error.name, error.message, names === undefined ? {} : { names }));
  });
  request.end();
  return promise;
}
