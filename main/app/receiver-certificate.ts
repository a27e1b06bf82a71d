import { isIP } from 'node:net';
import path from 'node:path';
import type { Reply } from '../../shared/contract/errors.ts';
import { fail, ok } from '../../shared/contract/errors.ts';
import type { ReceiverSetup } from '../../shared/domain/receiver.ts';
import type { Ports } from '../ports.ts';
import type { ReceiverIdentity } from '../receiver/open-port.ts';
import type { Authority } from '../sandbox/certificates/authority.ts';
import type { AlternativeName } from '../sandbox/certificates/x509.ts';
import { SandboxError } from '../sandbox/errors.ts';
import { checkKept, namesToCertify } from '../services/receiver/certificate.ts';
import type { ReceiverSecrets } from '../services/receiver/secrets.ts';
import { privateFolder } from '../store/private-folder.ts';

const dayMs = 86_400_000;
/** How long a certificate made here holds: as long as the strictest clients take one for. */
const daysMade = 397;

/** Addresses and names as a certificate carries them. */
const namesOf = (names: readonly string[]): AlternativeName[] =>
  names.map((value) => ({ type: isIP(value) ? 'ip' : 'dns', value }));

/** Makes a key and a certificate signed by it. `now` in milliseconds. */
export async function makeReceiverCertificate(
  names: readonly string[],
  now: number,
): Promise<{ certificate: string; key: string }> {
  const [{ newEcKey, pemOf }, { makeCertificate }] = await Promise.all([
    import('../sandbox/certificates/keys.ts'),
    import('../sandbox/certificates/x509.ts'), // the library behind it is large
  ]);
  const pair = await newEcKey();
  // A name of its own: clients that trust two of these must not take one for the other's issuer.
  const subject = {
    commonName: `Switchboard receiver ${new Date(now).toISOString().slice(0, 19)}`,
    organization: 'Switchboard',
  };
  const certificate = await makeCertificate({
    subject,
    publicKey: pair.publicKey,
    use: 'server',
    validFrom: now - dayMs,
    validTo: now + daysMade * dayMs,
    names: namesOf(names),
    issuer: { subject, ...pair },
  });
  return { certificate, key: pemOf(pair.privateKey) };
}

/** The sandbox's authority, whether the sandbox runs or not. */
async function sandboxAuthority(ports: Ports): Promise<Reply<Authority>> {
  const folder = path.join(ports.dataFolder, 'sandbox');
  try {
    privateFolder(folder);
    const { keepAuthority } = await import('../sandbox/certificates/keep-authority.ts');
    return ok(await keepAuthority(folder, ports.clock.now()));
  } catch (error) {
    if (error instanceof SandboxError) return fail(error.code, error.message, error.next);
    throw error;
  }
}

/** How a receiver speaks TLS, with the certificate that is told; undefined for plain HTTP. */
export type Identified = Reply<{ identity: ReceiverIdentity; told: string } | undefined>;

/**
 * What a receiver that is set up so shows and trusts. Fails with `certificate-unusable` where its certificate has run out or does not fit
 * its key, or as the sandbox's folder does.
 */
export async function identify(ports: Ports, setup: ReceiverSetup, secrets: ReceiverSecrets): Promise<Identified> {
  const { tls, proof } = setup;
  if (tls.mode === 'off') return ok(undefined);
  const now = ports.clock.now();
  const needsAuthority = tls.mode === 'sandbox' || (proof === 'certificate' && tls.clientCa === undefined);
  const authority = needsAuthority ? await sandboxAuthority(ports) : ok(undefined);
  if (!authority.ok) return authority;
  const ours = authority.value;
  const trusted = ours && `${ours.root}${ours.intermediate}`;
  // A token may be bound to a client certificate, which then must be asked for.
  const ca = tls.clientCa ?? trusted;
  const asked = proof === 'certificate' && ca ? { clients: { ca } } : proof === 'bearer' ? { clients: {} } : {};
  if (tls.mode === 'sandbox' && ours) {
    const { serverIdentity } = await import('../sandbox/certificates/authority.ts');
    const { pemOf } = await import('../sandbox/certificates/keys.ts');
    const { chain, privateKey } = await serverIdentity(ours, now, { names: namesOf(namesToCertify(setup)) });
    return ok({ identity: { chain, key: pemOf(privateKey), ...asked }, told: `${chain}${ours.root}` });
  }
  const { certificate = '' } = tls;
  const key = secrets['tls-key'] ?? '';
  const valid = checkKept(certificate, key, now);
  if (!valid.ok) return valid;
  return ok({ identity: { chain: certificate, key, ...asked }, told: certificate });
}
