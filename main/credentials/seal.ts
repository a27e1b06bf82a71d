import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

const nonceBytes = 12;
const tagBytes = 16;

/** Something sealed: both base64url; the 16-byte tag stands at the end of `sealed`. */
export interface Sealed {
  nonce: string;
  sealed: string;
}

/** What a sealed text is bound to; any difference when it is opened, and it does not open. */
export type Bound = readonly (string | number)[];

const bytesOf = (bound: Bound) => Buffer.from(JSON.stringify(bound));

/** Seals bytes by AES-256-GCM under a fresh nonce. */
export function seal(key: Buffer, bound: Bound, bytes: Buffer): Sealed {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(bytesOf(bound));
  const sealed = Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
  return { nonce: nonce.toString('base64url'), sealed: sealed.toString('base64url') };
}

/** Opens what `seal` sealed; undefined when key, nonce, bytes or binding differ in anything. */
export function unseal(key: Buffer, bound: Bound, { nonce, sealed }: Sealed): Buffer | undefined {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length < tagBytes) return undefined;
  const iv = Buffer.from(nonce, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes }).setAAD(bytesOf(bound));
  decipher.setAuthTag(bytes.subarray(-tagBytes));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(0, -tagBytes)), decipher.final()]);
  } catch {
    return undefined;
  }
}

/** The key of one vault, opened: the random one itself, and the two made of it. */
export interface VaultKey {
  /** Of the vault it belongs to. */
  id: string;
  whole: Buffer;
  /** Seals the secrets. */
  secrets: Buffer;
  /** Signs the list of ways and references. */
  list: Buffer;
}

/** Makes the two keys in use from the random one (HKDF, RFC 5869). `whole` is kept, and wiped with them. */
export function expandKey(id: string, whole: Buffer): VaultKey {
  const made = (use: string) => Buffer.from(hkdfSync('sha256', whole, id, `switchboard-vault ${use}`, 32));
  return { id, whole, secrets: made('secrets'), list: made('list') };
}

/** Overwrites an opened key. */
export function wipeKey({ whole, secrets, list }: VaultKey): void {
  for (const bytes of [whole, secrets, list]) bytes.fill(0);
}

/** HMAC-SHA-256 of a text, base64url. */
export const sign = (key: Buffer, text: string): string => createHmac('sha256', key).update(text).digest('base64url');

/** SHA-256 of a text, base64url. */
export const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** Whether two texts are the same, in a time that does not tell where they differ. */
export function same(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
