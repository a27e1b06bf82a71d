import type { ServerOptions } from 'node:https';
import type { SandboxTls } from '../../../shared/domain/sandbox-access.ts';
import type { FaultOf } from '../../../shared/domain/sandbox-faults.ts';
import { type Authority, type Identity, makeAuthority, serverIdentity } from '../certificates/authority.ts';
import { pemOf } from '../certificates/keys.ts';

const DAY = 86_400_000;

/** The name in the certificate of `tls-wrong-host`. */
const OTHER_HOST = 'gateway.clinic.example';

/** The certificate to show: a right one, or the wrong one of a fault. */
async function identityFor(authority: Authority, fault: FaultOf<'tls'> | undefined, now: number): Promise<Identity> {
  switch (fault) {
    case 'tls-expired':
      return serverIdentity(authority, now, { lasts: -DAY });
    case 'tls-untrusted':
      return serverIdentity(await makeAuthority('Unknown', now), now);
    case 'tls-wrong-host':
      return serverIdentity(authority, now, { names: [{ type: 'dns', value: OTHER_HOST }] });
    default:
      return serverIdentity(authority, now);
  }
}

/**
 * What an HTTPS server of the sandbox is made with: a fresh certificate, TLS 1.2 at least (CONF-014, NIST SP 800-52), and for `mutual`
 * a client certificate of the sandbox's authority from everybody. `now` in milliseconds.
 */
export async function serverOptions(
  authority: Authority,
  tls: Exclude<SandboxTls, 'off'>,
  fault: FaultOf<'tls'> | undefined,
  now: number,
): Promise<ServerOptions> {
  const { certificate, chain, privateKey } = await identityFor(authority, fault, now);
  const isShort = fault === 'tls-no-intermediate';
  // The intermediate as an anchor lets in clients that send their own certificate alone; but OpenSSL would complete our chain with it.
  const ca = isShort ? [authority.root] : [authority.root, authority.intermediate];
  return {
    cert: isShort ? certificate : chain,
    key: pemOf(privateKey),
    ...(fault === 'tls-old-protocol' ? { minVersion: 'TLSv1', maxVersion: 'TLSv1.1' } : { minVersion: 'TLSv1.2' }),
    ...(tls === 'mutual' ? { requestCert: true, rejectUnauthorized: true, ca } : {}),
  };
}
