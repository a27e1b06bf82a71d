import { generateKeyPair, type KeyObject, X509Certificate } from 'node:crypto';
import { promisify } from 'node:util';
import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { SecretName, UdapAuth } from '../../shared/domain/auth.ts';
import type { Connection } from '../../shared/domain/connection.ts';
import type { CertificateKind } from '../../shared/domain/sandbox-access.ts';
import { connectionSecret, type Vault } from '../credentials/vault.ts';
import type { CertificateWish, IssuedCertificate } from '../sandbox/certificates/issue.ts';
import type { Store } from '../store/store.ts';

const generate = promisify(generateKeyPair);

/** Asks the sandbox for a certificate. */
export type Issue = (wish: CertificateWish) => Promise<Reply<IssuedCertificate>>;

/** A certificate of the sandbox with its private key, which was made here and nobody else has seen. PEM. */
export interface OwnCertificate extends IssuedCertificate {
  key: string;
}

/** Makes a key and has it certified: EC P-256 for TLS, RSA for UDAP, whose RS256 every server must know. */
export async function obtainCertificate(
  issue: Issue,
  wish: Omit<CertificateWish, 'publicKey'>,
): Promise<Reply<OwnCertificate>> {
  const { publicKey, privateKey }: { publicKey: KeyObject; privateKey: KeyObject } = await (wish.kind === 'udap'
    ? generate('rsa', { modulusLength: 2048 })
    : generate('ec', { namedCurve: 'P-256' }));
  const issued = await issue({ ...wish, publicKey: String(publicKey.export({ type: 'spki', format: 'pem' })) });
  if (!issued.ok) return issued;
  return ok({ ...issued.value, key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })) });
}

/** The URI a connection's certificates carry; the same each time, so that a UDAP registration is found again. */
const uriOf = ({ id }: Connection): string => `https://switchboard.example/connections/${encodeURIComponent(id)}`;

/** What a connection says that has nothing agreed yet; the purpose is payment (HL7 ActReason). */
const practiceUdap = {
  method: 'udap',
  organizationId: 'https://switchboard.example/organization',
  purposeOfUse: ['urn:oid:2.16.840.1.113883.5.8#HPAYMT'],
} satisfies Omit<UdapAuth, 'certificate'>;

function withCertificate(connection: Connection, kind: CertificateKind, chain: string): Connection {
  const secret: SecretName = kind === 'client' ? 'clientKey' : 'udapKey';
  const secrets = [...new Set([...connection.secrets, secret])];
  if (kind === 'client') return { ...connection, secrets, line: { ...connection.line, clientCertificate: chain } };
  const known = connection.auth.method === 'udap' ? connection.auth : practiceUdap;
  return { ...connection, secrets, auth: { ...known, certificate: chain } };
}

/** Whether a connection leads to the sandbox, whose authority it then should trust. */
function leadsToSandbox(store: Store, { baseUrl }: Connection): boolean {
  const { provider, payer } = store.roles.get('sandbox')?.sandbox ?? {};
  return [provider, payer].some((one) => one && new URL(one.fhirBaseUrl).host === new URL(baseUrl).host);
}

/**
 * Gives a connection a certificate of the sandbox's authority: the chain into its record, the private key into the vault. `udap` takes a
 * connection that uses UDAP, or nothing yet. Fails as the vault does, with `not-running` or `invalid-input`.
 */
export async function certifyConnection(
  { store, vault, issue }: { store: Store; vault: Vault; issue: Issue },
  connection: Connection,
  kind: CertificateKind,
): Promise<Reply<Connection>> {
  const { id, name, auth } = connection;
  if (kind === 'udap' && auth.method !== 'udap' && auth.method !== 'none')
    return fail(
      'invalid-input',
      `${name} is let in another way than UDAP.`,
      'Choose UDAP, or none, as its method first; or take another connection.',
    );
  const own = await obtainCertificate(issue, { kind, name, uri: uriOf(connection) });
  if (!own.ok) return own;
  const kept = await vault.put(connectionSecret(id, kind === 'client' ? 'clientKey' : 'udapKey'), own.value.key);
  if (!kept.ok) return kept;
  return store.write(() => {
    const now = store.connections.get(id);
    if (!now) return fail('not-found', `${name} was removed meanwhile.`, 'Add it again.');
    const certified = withCertificate(now, kind, own.value.chain);
    const { ca = own.value.ca } = now.line; // what a person chose to trust stays
    const trusting = leadsToSandbox(store, now) ? { ...certified, line: { ...certified.line, ca } } : certified;
    store.connections.put(trusting);
    return ok(trusting);
  });
}

/** A certificate that holds no longer than this is renewed, in milliseconds. */
const renewBefore = 7 * 86_400_000;

/** Whether a connection has a client certificate of this authority (PEM) with its key, which still holds for a while. `now` in milliseconds. */
export function isCertified({ id, line }: Connection, ca: string, vault: Vault, now: number): boolean {
  const chain = line.clientCertificate?.match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/g) ?? [];
  if (chain.length !== 2 || !vault.has(connectionSecret(id, 'clientKey'))) return false;
  try {
    const [own, issuer] = chain.map((pem) => new X509Certificate(pem)) as [X509Certificate, X509Certificate];
    const holds = own.validToDate.getTime() > now + renewBefore;
    return holds && own.verify(issuer.publicKey) && issuer.verify(new X509Certificate(ca).publicKey);
  } catch {
    return false;
  }
}
