import { z } from 'zod';
import { type Jwks, type KeyRecord, keyAlgorithms } from '../domain/key.ts';
import { read, write } from './define.ts';
import { given } from './given.ts';

const name = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .regex(/^[^\p{C}]+$/u, 'A name has no control characters.');

/** Our signing keys; the private halves stay in the vault. */
export const commands = {
  'keys.list': read<KeyRecord[]>()(z.strictObject({})),
  'keys.generate': write<KeyRecord>()(z.strictObject({ name, alg: z.enum(keyAlgorithms).default('RS384') })),
  /** PEM (PKCS#1, SEC1, PKCS#8, encrypted), a private JWK, or PFX (base64 where it is a value). Left out, `alg` follows from the key. */
  'keys.import': write<KeyRecord>()(
    z.strictObject({
      name,
      source: given,
      passphrase: given.optional(),
      alg: z.enum(keyAlgorithms).optional(),
      kid: z.string().trim().min(1).max(200).optional(),
    }),
  ),
  /** The public keys: of one name, or all. A retired key is among them until it is removed. */
  'keys.jwks': read<Jwks>()(z.strictObject({ name: name.optional() })),
  /** The same as a file, where the host writes files; never overwrites another one unless told. */
  'keys.export': write<{ file: string; keys: number }>()(
    z.strictObject({ name: name.optional(), file: z.string().min(1), overwrite: z.boolean().default(false) }),
  ),
  /** A new key under the name; the old one retires and stays in the JWKS. */
  'keys.rotate': write<KeyRecord>()(z.strictObject({ name })),
  /** Removes a key by name (all that ever had it) or by kid, from list, JWKS and vault. */
  'keys.remove': write<{ removed: string[] }>()(z.strictObject({ key: z.string().min(1) })),
};
