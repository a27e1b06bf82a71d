import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(scrypt) as (secret: string, salt: Buffer, length: number) => Promise<Buffer>;

const LENGTH = 32;

/** What is kept of a client secret: salt and scrypt hash, from which nobody gets the secret back. */
export async function hashSecret(secret: string): Promise<string> {
  const salt = randomBytes(16);
  return `${salt.toString('base64url')}.${(await derive(secret, salt, LENGTH)).toString('base64url')}`;
}

/** Whether a secret is the one a hash was made of. */
export async function fitsHash(secret: string, hash: string): Promise<boolean> {
  const [salt = '', wanted = ''] = hash.split('.').map((part) => Buffer.from(part, 'base64url'));
  const found = await derive(secret, salt as Buffer, LENGTH);
  return wanted.length === LENGTH && timingSafeEqual(found, wanted as Buffer);
}
