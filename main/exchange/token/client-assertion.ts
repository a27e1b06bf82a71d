import { randomUUID } from 'node:crypto';
import { compactVerify, importJWK, SignJWT } from 'jose';
import type { SigningKey } from './token-means.ts';

/** How long an assertion may be used, in seconds: SMART 2.2 allows five minutes; a minute less forgives a partner whose clock is behind. */
export const assertionSeconds = 240;

/** `client_assertion_type` of every signed assertion (RFC 7523, section 2.2). */
export const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** What of a signed JWT must not come back in anything: the whole, and the signature, which beside header and claims makes it whole again. */
export const secretsOfJwt = (jwt: string): string[] => [jwt, jwt.slice(jwt.lastIndexOf('.') + 1)];

/** A client assertion: the secret text, and what of it may be told. */
export interface ClientAssertion {
  jwt: string;
  header: Record<string, unknown>;
  claims: Record<string, unknown>;
  /** Whether the signature holds with the public key as we publish it. */
  verifies: boolean;
}

/** What an assertion says. `now` in milliseconds; `header` and `claims` are added to those of SMART. */
export interface AssertionWords {
  clientId: string;
  audience: string;
  now: number;
  header?: Record<string, unknown>;
  claims?: Record<string, unknown>;
}

/** Signs a client assertion (SMART App Launch 2.2, asymmetric client authentication; RFC 7523). Every one has a jti of its own. */
export async function signAssertion(
  { record, key }: SigningKey,
  { clientId, audience, now, ...more }: AssertionWords,
): Promise<ClientAssertion> {
  const issuedAt = Math.floor(now / 1000);
  const header = { alg: record.alg, kid: record.kid, typ: 'JWT', ...more.header };
  const claims = {
    iss: clientId,
    sub: clientId,
    aud: audience,
    exp: issuedAt + assertionSeconds,
    iat: issuedAt,
    jti: randomUUID(),
    ...more.claims,
  };
  const jwt = await new SignJWT(claims).setProtectedHeader(header).sign(key);
  return { jwt, header, claims, verifies: await verifies(jwt, record) };
}

async function verifies(jwt: string, { jwk, alg }: SigningKey['record']): Promise<boolean> {
  try {
    await compactVerify(jwt, await importJWK({ ...jwk }, alg), { algorithms: [alg] });
    return true;
  } catch {
    return false;
  }
}
