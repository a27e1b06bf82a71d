import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { app } from './app.ts';
import { requireReady } from './readiness.ts';
import { refuseUnknown } from './refuse.ts';

const prefix = Buffer.from('v10');
const ivLength = 12;
const tagLength = 16;

/** As in a desktop keyring, the key outlives the process: it follows from the data folder. */
function key(): Buffer {
  return createHash('sha256')
    .update(`keyring of ${app.getPath('userData')}`)
    .digest();
}

/** STANDIN_KEYRING: `gnome_libsecret` (default), `basic_text` (Linux without a keyring) or `none` (no encryption). */
function keyring(): string {
  requireReady('safeStorage');
  return process.env.STANDIN_KEYRING ?? 'gnome_libsecret';
}

function requireKeyring(): void {
  if (keyring() === 'none') throw new Error('Error while encrypting or decrypting: encryption is not available');
}

/** `safeStorage`: AES-256-GCM under a key that is no secret; it proves the calls, not the protection. */
export const safeStorage = refuseUnknown('safeStorage', {
  isEncryptionAvailable: (): boolean => keyring() !== 'none',
  getSelectedStorageBackend: (): string => (keyring() === 'none' ? 'unknown' : keyring()),
  encryptString(text: string): Buffer {
    requireKeyring();
    const iv = randomBytes(ivLength);
    const cipher = createCipheriv('aes-256-gcm', key(), iv);
    return Buffer.concat([prefix, iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  },
  decryptString(encrypted: Buffer): string {
    requireKeyring();
    const start = prefix.length + ivLength;
    const decipher = createDecipheriv('aes-256-gcm', key(), encrypted.subarray(prefix.length, start));
    decipher.setAuthTag(encrypted.subarray(-tagLength));
    return Buffer.concat([decipher.update(encrypted.subarray(start, -tagLength)), decipher.final()]).toString('utf8');
  },
});
