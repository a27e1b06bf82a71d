import { ok, type Reply } from '../../shared/contract/errors.ts';
import type { Connection } from '../../shared/domain/connection.ts';
import { connectionSecret, type Vault } from '../credentials/vault.ts';
import type { ProxyMaterial, TlsMaterial } from './admission.ts';
import type { Partner } from './partner.ts';

/** The line of a connection with its secrets; memory only. */
export interface OpenLine {
  tls?: TlsMaterial;
  proxy?: ProxyMaterial;
  /** Extra headers, for the partner's own origin alone. */
  headers: Record<string, string>;
}

/** What of a line is no secret: authorities, pinned name, proxy. All a connection without secrets needs. */
export function plainLine({ line }: Connection): Pick<OpenLine, 'tls' | 'proxy'> {
  const tls: TlsMaterial = {
    ...(line.ca ? { ca: line.ca } : {}),
    ...(line.serverName ? { servername: line.serverName } : {}),
  };
  const proxy = plainProxy(line);
  return {
    ...(Object.keys(tls).length > 0 ? { tls } : {}),
    ...(proxy ? { proxy } : {}),
  };
}

/** A private authority often certifies both the partner and the proxy before it. */
const plainProxy = ({ proxyUrl: url, ca }: Connection['line']): ProxyMaterial | undefined =>
  url ? { url, ...(ca ? { ca } : {}) } : undefined;

/** Whether a connection's line cannot be made without the vault. */
export const hasSecretLine = ({ line, secrets }: Connection): boolean =>
  line.clientCertificate !== undefined || secrets.some((name) => name === 'headers' || name === 'proxyCredentials');

/** Whether a connection is let in by anything at all; without, its exchanges need neither vault nor admission. */
export const needsAdmission = (connection: Connection): boolean =>
  connection.auth.method !== 'none' || hasSecretLine(connection);

/** The value of Proxy-Authorization for `user:password` (RFC 7617). */
const basic = (credentials: string) => `Basic ${Buffer.from(credentials).toString('base64')}`;

/** The proxy with its credentials; of a foreign address too, since they go to the proxy alone. */
export async function proxyOf(vault: Vault, connection: Connection): Promise<Reply<ProxyMaterial | undefined>> {
  const proxy = plainProxy(connection.line);
  if (!proxy || !connection.secrets.includes('proxyCredentials')) return ok(proxy);
  const what = `the proxy credentials of ${connection.name}`;
  return vault.use(connectionSecret(connection.id, 'proxyCredentials'), what, (credentials) => ({
    ...proxy,
    authorization: basic(credentials),
  }));
}

/**
 * The line of a connection, secrets included. They are asked of the vault each time: locking it ends their use, and another process may
 * have given new ones. Fails as the vault does.
 */
export async function lineOf({ vault }: { vault: Vault }, connection: Connection): Promise<Reply<OpenLine>> {
  const { id, name, line, secrets } = connection;
  const open: OpenLine = { ...plainLine(connection), headers: {} };
  const proxy = await proxyOf(vault, connection);
  if (!proxy.ok) return proxy;
  if (proxy.value) open.proxy = proxy.value;
  const cert = line.clientCertificate;
  if (cert) {
    const what = `the key of the client certificate of ${name}`;
    const tls = await vault.use(connectionSecret(id, 'clientKey'), what, (key) => ({ ...open.tls, cert, key }));
    if (!tls.ok) return tls;
    open.tls = tls.value;
  }
  if (secrets.includes('headers')) {
    const what = `the extra headers of ${name}`;
    const headers = await vault.use(
      connectionSecret(id, 'headers'),
      what,
      (text) => JSON.parse(text) as Record<string, string>,
    );
    if (!headers.ok) return headers;
    open.headers = headers.value;
  }
  return ok(open);
}

/**
 * The partner of a connection at an address of its own or of its authorization server, without its token: the same authorities, client
 * certificate and proxy. The pinned name and the extra headers hold for the host of the base URL alone. `headers` are secret and go to the
 * origin of `address`. Fails as `lineOf` does.
 */
export async function linePartner(
  means: { vault: Vault },
  connection: Connection,
  address: string,
  headers: Record<string, string> = {},
): Promise<Reply<Partner>> {
  const line = hasSecretLine(connection)
    ? await lineOf(means, connection)
    : ok({ ...plainLine(connection), headers: {} });
  if (!line.ok) return line;
  const { tls, proxy, headers: extra } = line.value as OpenLine;
  const [base, url] = [new URL(connection.baseUrl), new URL(address)];
  const { servername, ...elsewhere } = tls ?? {};
  const shown = base.hostname === url.hostname ? tls : elsewhere;
  return ok({
    connectionId: connection.id,
    name: connection.name,
    baseUrl: base.origin === url.origin ? connection.baseUrl : url.origin,
    role: connection.role,
    cdexVersion: connection.cdexVersion,
    timeoutMs: connection.timeoutMs,
    secretHeaders: { ...(base.origin === url.origin ? extra : {}), ...headers },
    ...(shown && Object.keys(shown).length > 0 ? { tls: shown } : {}),
    ...(proxy ? { proxy } : {}),
  });
}
