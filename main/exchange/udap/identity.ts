import { createPrivateKey, type KeyObject, type X509Certificate } from 'node:crypto';
import { fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import type { UdapAuth } from '../../../shared/domain/auth.ts';
import type { Connection } from '../../../shared/domain/connection.ts';
import { checkPair, parseCertificates, readCertificates, urisOf } from '../../credentials/certificates.ts';
import { connectionSecret, type Vault } from '../../credentials/vault.ts';

/** The signature algorithms of UDAP: RS256 every server takes, ES256 it should, the other two it may (UDAP Security, algorithms). */
export type UdapAlgorithm = 'RS256' | 'RS384' | 'ES256' | 'ES384';

/** Who we are by our UDAP certificate; memory only. */
export interface UdapIdentity {
  /** The chain as the header x5c carries it: base64 of DER, the own certificate first (RFC 7515, section 4.1.6). */
  x5c: string[];
  /** The URI name of the certificate by which we are known. */
  uri: string;
  algorithm: UdapAlgorithm;
  key: KeyObject;
  publicKey: KeyObject;
}

/**
 * The identity of a UDAP connection, its key from the vault. `offered` are the algorithms the partner lists, where it does. Fails as the
 * vault does, with `certificate-unusable` for a certificate that is none, expired, without a URI name or of another key, and with
 * `key-unusable` for a kind of key UDAP does not know.
 */
export async function udapIdentity(
  { vault, now }: { vault: Vault; now: number },
  { id, name }: Connection,
  auth: UdapAuth,
  offered: readonly string[] = [],
): Promise<Reply<UdapIdentity>> {
  const valid = readCertificates(auth.certificate, now);
  if (!valid.ok) return valid;
  const chain = parseCertificates(auth.certificate);
  if (!chain.ok) return chain;
  const own = chain.value[0] as X509Certificate;
  const uris = urisOf(own);
  const uri = uris.find((one) => one === auth.organizationId) ?? uris[0];
  if (uri === undefined)
    return fail(
      'certificate-unusable',
      'The UDAP certificate has no URI among its names (subjectAltName), and a client is known by that.',
      'Get one from the trust community that names your URI.',
      { requirement: 'UDAP Security' },
    );
  const used = await vault.use(connectionSecret(id, 'udapKey'), `the UDAP key of ${name}`, (pem) => {
    const key = createPrivateKey(pem);
    const pair = checkPair(own, key);
    return pair.ok ? ok(key) : pair;
  });
  if (!used.ok) return used;
  if (!used.value.ok) return used.value;
  const key = used.value.value;
  const algorithm = algorithmOf(key, offered);
  if (!algorithm.ok) return algorithm;
  return ok({
    x5c: chain.value.map(({ raw }) => raw.toString('base64')),
    uri,
    algorithm: algorithm.value,
    key,
    publicKey: own.publicKey,
  });
}

/** The algorithm a key signs with; `offered` decides where it knows several. `key-unusable` for a kind UDAP does not know. */
export function algorithmOf(
  { asymmetricKeyType, asymmetricKeyDetails }: KeyObject,
  offered: readonly string[],
): Reply<UdapAlgorithm> {
  if (asymmetricKeyType === 'rsa')
    return ok(!offered.includes('RS256') && offered.includes('RS384') ? 'RS384' : 'RS256');
  const curve = asymmetricKeyDetails?.namedCurve;
  if (curve === 'prime256v1') return ok('ES256');
  if (curve === 'secp384r1') return ok('ES384');
  return fail(
    'key-unusable',
    `The UDAP key is of a kind UDAP does not sign with (${curve ?? asymmetricKeyType}).`,
    'Get a certificate for an RSA key, or an EC key on P-256 or P-384.',
    { requirement: 'UDAP Security' },
  );
}
