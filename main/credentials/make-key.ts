import { createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { KeyAlgorithm, PublicJwk } from '../../shared/domain/key.ts';
import { leastRsaBits } from './key-kind.ts';
import { thumbprint } from './read-jwk.ts';

const generate = promisify(generateKeyPair);

/**
 * A new private key for an algorithm, made off the event loop. RSA keys have the 2048 bits that SMART asks for at least: every partner
 * takes them, and a key that is worn out is rotated.
 */
export async function makeKey(alg: KeyAlgorithm): Promise<KeyObject> {
  switch (alg) {
    case 'RS384':
    case 'RS256':
      return (await generate('rsa', { modulusLength: leastRsaBits })).privateKey;
    case 'ES384':
      return (await generate('ec', { namedCurve: 'P-384' })).privateKey;
    case 'ES256':
      return (await generate('ec', { namedCurve: 'P-256' })).privateKey;
  }
}

/** The public half as a partner registers it; without a kid of its own it gets its thumbprint (RFC 7638). Nothing private is in it. */
export function publicJwk(key: KeyObject, alg: KeyAlgorithm, kid?: string): PublicJwk {
  const { kty, n, e, crv, x, y } = createPublicKey(key).export({ format: 'jwk' });
  const numbers = kty === 'RSA' ? { n, e } : { crv, x, y };
  return {
    kty: kty as PublicJwk['kty'],
    kid: kid ?? thumbprint({ kty, ...numbers }),
    alg,
    use: 'sig',
    key_ops: ['verify'],
    ...(numbers as Pick<PublicJwk, 'n' | 'e' | 'crv' | 'x' | 'y'>),
  };
}
