import { createPublicKey, type KeyObject } from 'node:crypto';
import type { JWK } from 'jose';
import { dig, textOf } from '../../../shared/fhir/json.ts';

/** The signature algorithms an assertion may have, and the keys they take: SMART's RS384 and ES384, and RS256 and ES256 besides. */
export const algorithms = {
  RS384: { kty: 'RSA' },
  ES384: { kty: 'EC', crv: 'P-384' },
  RS256: { kty: 'RSA' },
  ES256: { kty: 'EC', crv: 'P-256' },
} as const;
/** The name of one of them. */
export type Algorithm = keyof typeof algorithms;

/** Whether a header's `alg` is one of them. */
export const isAlgorithm = (alg: unknown): alg is Algorithm =>
  typeof alg === 'string' && Object.hasOwn(algorithms, alg);

/** The shortest RSA modulus that is taken, in bits. */
const LEAST_BITS = 2048;

/** A public key of a client, as it was registered. */
export type ClientKey = JWK & { kty: string; kid: string };

/** Members that only private or symmetric keys have (RFC 7518, section 6). */
const secretMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'];

/** What speaks against a key; undefined when nothing does. `at` is its place in the set. */
function objection(key: unknown, at: number): string | undefined {
  const name = textOf(dig(key, 'kid')) ?? `number ${at + 1}`;
  if (secretMembers.some((member) => dig(key, member) !== undefined))
    return `The key ${name} carries its private half: give the public JWKS, and treat this key as known to others.`;
  const kty = textOf(dig(key, 'kty'));
  if (kty !== 'RSA' && kty !== 'EC') return `The key ${name} has the kty ${kty ?? '(none)'}; RSA and EC are taken.`;
  if (!textOf(dig(key, 'kid'))) return `The key ${name} has no kid, so no assertion can name it.`;
  try {
    const { modulusLength = LEAST_BITS } = publicKey(key as ClientKey).asymmetricKeyDetails ?? {};
    if (modulusLength < LEAST_BITS) return `The key ${name} has ${modulusLength} bits; RSA needs ${LEAST_BITS}.`;
  } catch {
    return `The key ${name} cannot be read as a public key.`;
  }
  return undefined;
}

/** The key for verifying. Throws for what is no public key. */
export const publicKey = (key: ClientKey): KeyObject => createPublicKey({ key: { ...key }, format: 'jwk' });

/** Reads a JWK Set (RFC 7517, section 5): its keys, or why it cannot be used, in a sentence. */
function readJwks(set: unknown): { keys: ClientKey[] } | { problem: string } {
  const keys = dig(set, 'keys');
  if (!Array.isArray(keys)) return { problem: 'It has no list "keys", so it is no JWK Set.' };
  if (!keys.length) return { problem: 'It has no keys.' };
  const problem = keys.map(objection).find((one) => one !== undefined);
  if (problem) return { problem };
  const twins = keys.find(
    (key, at) => keys.findIndex((other) => other.kid === key.kid && other.kty === key.kty) !== at,
  );
  if (twins) return { problem: `Two keys have the kid ${twins.kid} and the kty ${twins.kty}.` };
  return { keys: keys as ClientKey[] };
}

/** The same from text. */
export function parseJwks(text: string): ReturnType<typeof readJwks> {
  try {
    return readJwks(JSON.parse(text));
  } catch {
    return { problem: 'It is not JSON.' };
  }
}
