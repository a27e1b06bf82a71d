/** Algorithms our keys sign with: SMART wants RS384 and ES384; some partners insist on RS256, UDAP on RS256 or ES256. */
export const keyAlgorithms = ['RS384', 'ES384', 'RS256', 'ES256'] as const;
/** One of them. */
export type KeyAlgorithm = (typeof keyAlgorithms)[number];

/** A public key as a partner registers it (RFC 7517). */
export interface PublicJwk {
  kty: 'RSA' | 'EC';
  kid: string;
  alg: KeyAlgorithm;
  use: 'sig';
  key_ops: ['verify'];
  n?: string;
  e?: string;
  crv?: string;
  x?: string;
  y?: string;
}

/** A set of them (RFC 7517, section 5). */
export interface Jwks {
  keys: PublicJwk[];
}

/** One of our signing keys, as the screen may see it; the private half lies in the vault. */
export interface KeyRecord {
  id: string;
  /** Connections name keys by this; a rotated key keeps it. */
  name: string;
  /** The JWK thumbprint (RFC 7638), or the kid an imported JWK brought. */
  kid: string;
  alg: KeyAlgorithm;
  jwk: PublicJwk;
  origin: 'generated' | 'imported';
  /** A retired key signs nothing any more; partners may still hold it. */
  state: 'current' | 'retired';
  /** ISO instant. */
  createdAt: string;
  retiredAt?: string;
}

/** Whether two names of keys are the same: their case does not tell them apart. */
export const isSameKeyName = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** The public set of some keys, of one name where one is given; a retired key is among them, its partners may still check with it. */
export const jwksOf = (keys: readonly KeyRecord[], name?: string): Jwks => ({
  keys: keys.filter((key) => name === undefined || isSameKeyName(key.name, name)).map(({ jwk }) => jwk),
});
