import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import tls, { type PeerCertificate, type TLSSocket } from 'node:tls';
import type { Diagnosis } from '../../shared/domain/diagnosis.ts';
import { type LineMaterial, tlsOptions } from './agents.ts';
import { explainTls } from './tls-failure.ts';
import { transportFailure } from './transport-failure.ts';
import { openTunnel } from './tunnel.ts';

/** What a partner's TLS shows of itself. */
export interface Inspection {
  /** The name asked for and checked. */
  serverName: string;
  protocol?: string;
  cipher?: string;
  /** The partner's own certificate first. */
  chain: X509Certificate[];
  /** Whether an exchange would trust it. */
  trusted: boolean;
  problem?: Diagnosis;
}

/**
 * After the handshake, so many milliseconds are left for the server to refuse our certificate: under TLS 1.3 it does so only then
 * (RFC 8446, section 4.4.2.4).
 */
const lingerMs = 400;

/** Opens TLS to an https address, sends no request, and says what it sees, whether or not it would be trusted. */
export async function inspectTls(
  url: string,
  { tls: material, proxy }: LineMaterial,
  timeoutMs: number,
): Promise<Inspection> {
  const address = new URL(url);
  const host = address.hostname.replace(/^\[|\]$/g, '');
  const port = Number(address.port || 443);
  const serverName = material?.servername ?? host;
  const attempt = { timeoutMs, ...(material ? { tls: material } : {}), ...(proxy ? { proxy } : {}) };
  const failed = (error: unknown): Diagnosis => {
    const { message, next, diagnosis } = transportFailure(error, url, attempt).error;
    return diagnosis ?? { code: 'unreachable', message, next };
  };
  let socket: TLSSocket | undefined;
  const timer = setTimeout(() => {
    socket?.destroy(Object.assign(new Error('the handshake did not end in time'), { code: 'ETIMEDOUT' }));
  }, timeoutMs);
  try {
    const tunnel = proxy ? await openTunnel(proxy, { host, port, timeoutMs }) : undefined;
    socket = tls.connect({
      ...tlsOptions(material),
      // Looked at, not trusted: what is wrong is told instead of ending the handshake.
      rejectUnauthorized: false,
      checkServerIdentity: () => undefined,
      servername: isIP(serverName) ? '' : serverName,
      ALPNProtocols: ['http/1.1'],
      ...(tunnel ? { socket: tunnel } : { host, port }),
    });
    return await look(socket, serverName, address.host, attempt.tls?.cert !== undefined, failed);
  } catch (error) {
    return { serverName, chain: [], trusted: false, problem: failed(error) };
  } finally {
    clearTimeout(timer);
    socket?.destroy();
  }
}

async function look(
  socket: TLSSocket,
  serverName: string,
  host: string,
  shown: boolean,
  failed: (error: unknown) => Diagnosis,
): Promise<Inspection> {
  const broken = new Promise<Error | 'closed'>((resolve) => {
    socket.once('error', resolve);
    socket.once('close', () => resolve('closed'));
  });
  const secured = new Promise<'secured'>((resolve) => socket.once('secureConnect', () => resolve('secured')));
  const first = await Promise.race([secured, broken]);
  // A server that refuses us under TLS 1.2 has shown its certificates before.
  const chain = chainOf(socket);
  if (first !== 'secured') return { serverName, chain, trusted: false, problem: failed(errorOf(first)) };
  const seen = {
    serverName,
    chain,
    ...(socket.getProtocol() ? { protocol: socket.getProtocol() as string } : {}),
    cipher: socket.getCipher().name,
  };
  const untrusted = distrust(socket, serverName, host, shown);
  if (untrusted) return { ...seen, trusted: false, problem: untrusted };
  socket.resume();
  const refusal = await Promise.race([
    broken,
    new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), lingerMs)),
  ]);
  if (refusal === undefined) return { ...seen, trusted: true };
  return { ...seen, trusted: true, problem: refusal === 'closed' ? hungUp(host, shown) : failed(refusal) };
}

const errorOf = (broken: Error | 'closed') =>
  broken === 'closed'
    ? Object.assign(new Error('ended before secure TLS connection was established'), { code: 'ECONNRESET' })
    : broken;

/** A server that ends the connection right after the handshake, before any request, does not take us as we are. */
function hungUp(host: string, shown: boolean): Diagnosis {
  const error = { code: shown ? 'ERR_SSL_ALERT_BAD_CERTIFICATE' : 'ERR_SSL_ALERT_CERTIFICATE_REQUIRED', message: '' };
  const told = explainTls(error, host, shown) as Diagnosis;
  return { ...told, why: 'It ended the connection right after the handshake, without saying why.' };
}

function distrust(socket: TLSSocket, serverName: string, host: string, shown: boolean): Diagnosis | undefined {
  const code = socket.authorizationError as unknown as string | null;
  if (code) return explainTls({ code: String(code), message: 'certificate' }, host, shown);
  const certificate = socket.getPeerCertificate();
  const mismatch = tls.checkServerIdentity(serverName, certificate);
  if (!mismatch) return undefined;
  return explainTls(
    { code: 'ERR_TLS_CERT_ALTNAME_INVALID', message: mismatch.message, names: certificate.subjectaltname },
    host,
    shown,
  );
}

/** The certificates the server sent, and those of ours that complete them, without repeats. */
function chainOf(socket: TLSSocket): X509Certificate[] {
  const chain = new Map<string, X509Certificate>();
  let one = socket.getPeerCertificate(true) as Partial<ReturnType<TLSSocket['getPeerCertificate']>> & {
    issuerCertificate?: PeerCertificate;
  };
  while (one?.raw && !chain.has(one.fingerprint256 ?? '')) {
    chain.set(one.fingerprint256 ?? '', new X509Certificate(one.raw));
    one = one.issuerCertificate as typeof one;
  }
  return [...chain.values()];
}
