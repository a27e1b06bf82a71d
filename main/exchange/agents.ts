import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { checkServerIdentity, type ConnectionOptions } from 'node:tls';
import { Agent, type Dispatcher, Pool } from 'undici';
import { ObservedClient, timedConnector } from '../wire/timing.ts';
import type { ProxyMaterial, TlsMaterial } from './admission.ts';
import type { Partner } from './partner.ts';
import { openTunnel, proxyTls } from './tunnel.ts';

/** How the line of an exchange is made. */
export interface LineMaterial {
  tls?: TlsMaterial;
  proxy?: ProxyMaterial;
}

/** Keeps connections open between exchanges: one agent for each way of being let in. */
export interface Agents {
  /** The agent of a partner's line; `home` tells its own origin from others, where other credentials hold. */
  of(partner: Partner, line: LineMaterial, home: boolean): Dispatcher;
  close(): Promise<void>;
}

/** Connections a partner may have open at once. */
const perPartner = 8;

/**
 * TLS options for what a line is made with: 1.2 at least (HRex security, CONF-014), whatever the process was started with, and the pinned
 * name asked for and checked. An IP address cannot be asked for by SNI (RFC 6066, section 3), only checked.
 */
export function tlsOptions({ servername, ...pem }: TlsMaterial = {}): ConnectionOptions {
  return {
    minVersion: 'TLSv1.2',
    ...pem,
    ...(servername && !isIP(servername) ? { servername } : {}),
    ...(servername
      ? { checkServerIdentity: (_host, certificate) => checkServerIdentity(servername, certificate) }
      : {}),
  };
}

/** An agent, and the one beside it that a proxy needs. */
interface Kept {
  fingerprint: string;
  dispatcher: Dispatcher;
  close(): Promise<unknown>;
  destroy(): Promise<unknown>;
}

/** Agents made as they are needed; one process shares them. No proxy is taken from the environment: a line says what it uses. */
export function createAgents(): Agents {
  const agents = new Map<string, Kept>();
  return {
    of(partner, { tls, proxy }, home) {
      const material = JSON.stringify([partner.timeoutMs, tls ?? null, proxy ?? null]);
      const fingerprint = createHash('sha256').update(material).digest('base64');
      // A stored connection has one agent an origin: when its line changes, what was opened with the old one is not used again.
      const owner = partner.connectionId
        ? JSON.stringify([partner.connectionId, new URL(partner.baseUrl).origin, home])
        : fingerprint;
      const known = agents.get(owner);
      if (known?.fingerprint === fingerprint) return known.dispatcher;
      void known?.close(); // what is under way ends first
      const made = proxy ? throughProxy(partner.timeoutMs, tls, proxy) : direct(partner.timeoutMs, tls);
      agents.set(owner, { fingerprint, ...made });
      return made.dispatcher;
    },
    async close() {
      await Promise.all([...agents.values()].map((agent) => agent.destroy()));
    },
  };
}

const createAgent = (timeoutMs: number, connect: ReturnType<typeof timedConnector>) =>
  new Agent({
    connect,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    connections: perPartner,
    factory: (origin, options: Pool.Options) =>
      new Pool(origin, { ...options, factory: (one, own) => new ObservedClient(one, own) }),
  });

function direct(timeoutMs: number, tls: TlsMaterial | undefined): Omit<Kept, 'fingerprint'> {
  const agent = createAgent(timeoutMs, timedConnector({ timeout: timeoutMs, ...tlsOptions(tls) }));
  return { dispatcher: agent, close: () => agent.close(), destroy: () => agent.destroy() };
}

/** https goes through a tunnel, so the proxy sees host and port alone; http is handed to the proxy whole (RFC 9112, section 3.2.2). */
function throughProxy(
  timeoutMs: number,
  tls: TlsMaterial | undefined,
  proxy: ProxyMaterial,
): Omit<Kept, 'fingerprint'> {
  const ending = new AbortController();
  const dig = (host: string, port: number) => openTunnel(proxy, { host, port, timeoutMs, signal: ending.signal });
  const tunnelled = createAgent(timeoutMs, timedConnector({ timeout: timeoutMs, ...tlsOptions(tls) }, dig));
  const forwarding = createAgent(timeoutMs, timedConnector({ timeout: timeoutMs, ...proxyTls(proxy) }));
  const forward = (options: Dispatcher.DispatchOptions) => ({
    ...options,
    origin: new URL(proxy.url).origin,
    path: `${options.origin}${options.path}`,
    headers: {
      host: new URL(String(options.origin)).host,
      ...(options.headers as Record<string, string>),
      ...(proxy.authorization ? { 'proxy-authorization': proxy.authorization } : {}),
    },
  });
  const dispatcher = tunnelled.compose((tunnel) => (options, handler) => {
    if (String(options.origin).startsWith('https:')) return tunnel(options, handler);
    return forwarding.dispatch(forward(options), handler);
  });
  return {
    dispatcher,
    close: () => Promise.all([tunnelled.close(), forwarding.close()]),
    destroy() {
      ending.abort();
      return Promise.all([tunnelled.destroy(), forwarding.destroy()]);
    },
  };
}
