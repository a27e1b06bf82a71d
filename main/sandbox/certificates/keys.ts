import { createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

const generate = promisify(generateKeyPair);

/** Both halves of a key. */
export interface KeyPair {
  publicKey: KeyObject;
  privateKey: KeyObject;
}

/** A new EC P-256 key, for TLS. */
export const newEcKey = (): Promise<KeyPair> => generate('ec', { namedCurve: 'P-256' });

/** A new RSA key of 2048 bits, off the thread; UDAP's RS256 needs one. */
export const newRsaKey = (): Promise<KeyPair> => generate('rsa', { modulusLength: 2048 });

/** A private key as PEM (PKCS#8). */
export const pemOf = (privateKey: KeyObject): string => String(privateKey.export({ type: 'pkcs8', format: 'pem' }));

/** Both halves from the private one. */
export const pairOf = (privateKey: KeyObject): KeyPair => ({ privateKey, publicKey: createPublicKey(privateKey) });
