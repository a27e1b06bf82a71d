import { createHash, createPrivateKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { ok, type Reply } from '../../shared/contract/errors.ts';
import { unusable } from './key-kind.ts';

/** A private key as a JWK brings it. */
export interface PrivateJwk {
  key: KeyObject;
  kid: string;
  /** As the JWK says; whether it fits is for others to see. */
  alg?: string;
}

/** The members of a thumbprint, in the order it needs (RFC 7638, section 3.2). */
const thumbprintMembers: Record<string, readonly string[]> = { RSA: ['e', 'kty', 'n'], EC: ['crv', 'kty', 'x', 'y'] };

/** The SHA-256 thumbprint of an RSA or EC key (RFC 7638), base64url. */
export function thumbprint(jwk: JsonWebKey): string {
  const members = thumbprintMembers[jwk.kty ?? ''] ?? [];
  const canonical = JSON.stringify(Object.fromEntries(members.map((name) => [name, jwk[name]])));
  return createHash('sha256').update(canonical).digest('base64url');
}

/** Reads a private JWK, or a JWKS with one private key in it (RFC 7517). `key-unusable` with the reason otherwise. */
export function readJwk(text: string): Reply<PrivateJwk> {
  const found = parse(text);
  if (!found) return unusable('The JSON is neither a JWK nor a JWKS.', 'Give the private key as PEM, JWK or PFX.');
  const secret = found.filter((jwk) => 'd' in jwk || jwk.kty === 'oct');
  if (secret.length > 1) return unusable(...several(secret.length));
  const [jwk] = secret;
  if (!jwk)
    return unusable('There are public keys in it alone.', 'Give the private key; its public half is made from it.');
  if (jwk.kty !== 'RSA' && jwk.kty !== 'EC')
    return unusable(
      `A JWK of the kind ${jwk.kty === 'oct' || jwk.kty === 'OKP' ? jwk.kty : 'it has'} is not used here.`,
      'Use RSA of at least 2048 bits, or EC on P-256 or P-384.',
    );
  if (jwk.use !== undefined && jwk.use !== 'sig')
    return unusable(
      'The JWK is meant for encryption, not for signatures.',
      'Use a key with "use":"sig", or without use.',
    );
  const { kid, alg } = jwk;
  if (kid !== undefined && (typeof kid !== 'string' || kid.length < 1 || kid.length > 200))
    return unusable('The kid of the JWK is no text of 1 to 200 characters.', 'Correct its kid, or leave it out.');
  return makeKey(jwk, kid ?? thumbprint(jwk), alg);
}

/** What to say of more than one private key. */
export const several = (count: number): [message: string, next: string] => [
  `There are ${count} private keys in it.`,
  'Give a file with one of them, and import the others on their own.',
];

function makeKey(jwk: JsonWebKey, kid: string, alg: unknown): Reply<PrivateJwk> {
  try {
    const key = createPrivateKey({ key: jwk, format: 'jwk' });
    return ok({ key, kid, ...(alg === undefined ? {} : { alg: String(alg) }) });
  } catch {
    const complete = jwk.kty !== 'RSA' || ['p', 'q', 'dp', 'dq', 'qi'].every((name) => name in jwk);
    return complete
      ? unusable(
          'The JWK cannot be read as a key.',
          'Export it again; a member is missing, damaged, or its curve is not known.',
        )
      : unusable('The RSA JWK has no p, q, dp, dq and qi.', 'Export it with all members, or as PEM.');
  }
}

function parse(text: string): JsonWebKey[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const keys = isObject(value) && Array.isArray(value.keys) ? value.keys : [value];
  return keys.every(isJwk) ? keys : undefined;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const isJwk = (value: unknown): value is JsonWebKey => isObject(value) && typeof value.kty === 'string';
