import { randomUUID } from 'node:crypto';
import { compactVerify, SignJWT } from 'jose';
import { assertionSeconds, type ClientAssertion } from '../token/client-assertion.ts';
import type { UdapIdentity } from './identity.ts';

/**
 * A JWT that brings the certificates it is signed by (UDAP Security, JWT headers and claims): good for four minutes, with a jti of its
 * own. `now` in milliseconds; `claims` are added.
 */
export async function signByCertificate(
  { x5c, algorithm, key, publicKey }: UdapIdentity,
  { issuer, audience, now }: { issuer: string; audience: string; now: number },
  added: Record<string, unknown>,
): Promise<ClientAssertion> {
  const issuedAt = Math.floor(now / 1000);
  const header = { alg: algorithm, typ: 'JWT', x5c };
  const claims = {
    iss: issuer,
    sub: issuer,
    aud: audience,
    exp: issuedAt + assertionSeconds,
    iat: issuedAt,
    jti: randomUUID(),
    ...added,
  };
  const jwt = await new SignJWT(claims).setProtectedHeader(header).sign(key);
  const verifies = await compactVerify(jwt, publicKey, { algorithms: [algorithm] }).then(
    () => true,
    () => false,
  );
  return { jwt, header, claims, verifies };
}
