import type { KeyAlgorithm, KeyRecord } from '../../../shared/domain/key.ts';
import { ago } from '../ago.ts';

/** A key record; what is in its JWK is written by hand and verifies nothing. */
export const keyOf = (id: string, name: string, alg: KeyAlgorithm, more: Partial<KeyRecord> = {}): KeyRecord => {
  const kid = `${id}-0f3c1d7e9b2a4c6d8e0f1a2b3c4d5e6f`;
  const half = alg.startsWith('RS')
    ? { n: 'w'.repeat(342), e: 'AQAB' }
    : { crv: 'P-384', x: 'x'.repeat(64), y: 'y'.repeat(64) };
  return {
    id,
    name,
    kid,
    alg,
    jwk: { kty: alg.startsWith('RS') ? 'RSA' : 'EC', kid, alg, use: 'sig', key_ops: ['verify'], ...half },
    origin: 'generated',
    state: 'current',
    createdAt: ago(1_641_600),
    ...more,
  };
};

export const keys: KeyRecord[] = [
  keyOf('9f31', 'harbor-uat', 'RS384'),
  keyOf('27ab', 'harbor-uat', 'RS384', { state: 'retired', createdAt: ago(9_000_000), retiredAt: ago(1_641_600) }),
  keyOf('c04e', 'harbor-ec', 'ES384', { origin: 'imported' }),
];
