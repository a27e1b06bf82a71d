import { scrypt } from 'node:crypto';

/** What scrypt costs (RFC 7914): N blocks of 128 * r bytes, p times over. */
export interface ScryptCost {
  N: number;
  r: number;
  p: number;
}

/** What this version uses: 128 MB and about half a second a try. */
export const ourCost: ScryptCost = { N: 2 ** 17, r: 8, p: 1 };

/** The most memory a try may take, in bytes. */
const mostMemory = 256 * 1024 * 1024;

/**
 * What is wrong with the cost a file names, as the end of a sentence; undefined when it can be used. Less than ours would make guessing
 * cheaper without a word, far more would stop the machine.
 */
export function faultOfCost({ N, r, p }: ScryptCost, ours: ScryptCost): string | undefined {
  if (N < ours.N || r < ours.r || p < ours.p)
    return `it asks for weaker protection of the passphrase (scrypt N=${N} r=${r} p=${p}) than this console ever writes`;
  const powerOfTwo = Number.isInteger(Math.log2(N));
  if (!powerOfTwo || p > 4 || 128 * r * (N + p + 2) > mostMemory)
    return `it asks for scrypt with N=${N} r=${r} p=${p}, which no console writes`;
  return undefined;
}

/**
 * Makes a 32-byte key of a passphrase, off the event loop. The passphrase is brought to NFKC first, because keyboards spell the same
 * letters in different ways.
 */
export function stretch(passphrase: string, salt: Buffer, { N, r, p }: ScryptCost): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  scrypt(passphrase.normalize('NFKC'), salt, 32, { N, r, p, maxmem: mostMemory }, (error, key) => {
    if (error) reject(error);
    else resolve(key);
  });
  return promise;
}
