import { createDecipheriv, createHash, pbkdf2, scrypt } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Asn1, loadForge, objectId, octets, parts, wholeNumber } from './der.ts';

/** A passphrase in the two spellings of the standards: UTF-8 (PKCS#5), and UTF-16BE with an end (PKCS#12). */
export interface Passphrase {
  utf8: Buffer;
  bmp: Buffer;
}

/** Decrypted bytes; or that the passphrase is wrong; or that the encryption is none we know. */
export type Decrypted = Buffer | 'wrong' | 'unknown';

/** More rounds than anybody uses; a file that asks for more is not worth the wait. */
const mostRounds = 5_000_000;
/** Rounds of the old derivation between two turns of the event loop: some five milliseconds. */
const roundsATurn = 4_000;

const hashes: Record<string, string> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
};
interface Cipher {
  name: string;
  keyBytes: number;
}
const ciphers: Record<string, Cipher> = {
  '2.16.840.1.101.3.4.1.2': { name: 'aes-128-cbc', keyBytes: 16 },
  '2.16.840.1.101.3.4.1.22': { name: 'aes-192-cbc', keyBytes: 24 },
  '2.16.840.1.101.3.4.1.42': { name: 'aes-256-cbc', keyBytes: 32 },
  '1.2.840.113549.3.7': { name: 'des-ede3-cbc', keyBytes: 24 },
};
/** The schemes of PKCS#12 itself (RFC 7292, appendix C), as Windows and OpenSSL before 3 write them. */
const oldCiphers: Record<string, Cipher> = {
  '1.2.840.113549.1.12.1.3': { name: 'des-ede3-cbc', keyBytes: 24 },
  '1.2.840.113549.1.12.1.4': { name: 'des-ede-cbc', keyBytes: 16 },
  '1.2.840.113549.1.12.1.5': { name: 'rc2', keyBytes: 16 },
  '1.2.840.113549.1.12.1.6': { name: 'rc2', keyBytes: 5 },
};
const pbes2 = '1.2.840.113549.1.5.13';
const pbkdf2Id = '1.2.840.113549.1.5.12';
const scryptId = '1.3.6.1.4.1.11591.4.11';

/** Decrypts by an AlgorithmIdentifier of PKCS#5 (RFC 8018) or PKCS#12. Derivations run beside the event loop, or in small pieces on it. */
export async function decrypt(
  algorithm: Asn1 | undefined,
  content: Buffer,
  passphrase: Passphrase,
): Promise<Decrypted> {
  const [id, parameters] = parts(algorithm);
  const old = oldCiphers[objectId(id)];
  if (old) return decryptOld(old, parts(parameters), content, passphrase.bmp);
  if (objectId(id) !== pbes2) return 'unknown';
  const [derivation, scheme] = parts(parameters);
  const [schemeId, iv] = parts(scheme);
  const cipher = ciphers[objectId(schemeId)];
  const key = cipher && (await deriveKey(derivation, cipher.keyBytes, passphrase.utf8));
  return cipher && key ? decipher(cipher.name, key, octets(iv), content) : 'unknown';
}

const pbkdf2s = promisify(pbkdf2);
const scrypts = promisify<Buffer, Buffer, number, object, Buffer>(scrypt);

/** The key, or undefined for a derivation we do not know or would wait for too long. */
async function deriveKey(derivation: Asn1 | undefined, bytes: number, password: Buffer): Promise<Buffer | undefined> {
  const [id, parameters] = parts(derivation);
  const [salt, ...rest] = parts(parameters);
  if (objectId(id) === scryptId) {
    const [N = 0, r = 0, p = 0] = rest.map((node) => wholeNumber(node) ?? 0);
    const memory = 128 * N * r;
    if (memory < 1 || memory > 268_435_456 || p < 1 || p > 16) return undefined;
    return scrypts(password, octets(salt), bytes, { N, r, p, maxmem: 2 * memory + 1_048_576 });
  }
  const rounds = wholeNumber(rest[0]) ?? 0;
  const last = rest.at(-1);
  const hash = parts(last).length > 0 ? hashes[objectId(parts(last)[0])] : 'sha1';
  if (objectId(id) !== pbkdf2Id || !hash || rounds < 1 || rounds > mostRounds) return undefined;
  return pbkdf2s(password, octets(salt), rounds, bytes, hash);
}

function decipher(name: string, key: Buffer, iv: Buffer, content: Buffer): Decrypted {
  try {
    const cipher = createDecipheriv(name, key, iv);
    return Buffer.concat([cipher.update(content), cipher.final()]);
  } catch {
    return 'wrong';
  }
}

async function decryptOld(cipher: Cipher, [salt, rounds]: Asn1[], content: Buffer, bmp: Buffer): Promise<Decrypted> {
  const count = wholeNumber(rounds) ?? 0;
  if (count < 1 || count > mostRounds) return 'unknown';
  const [key, iv] = [
    await deriveOld('sha1', 1, bmp, octets(salt), count, cipher.keyBytes),
    await deriveOld('sha1', 2, bmp, octets(salt), count, 8),
  ];
  if (cipher.name === 'rc2') return decryptRc2(key, iv, content);
  const whole = cipher.keyBytes === 16 ? Buffer.concat([key, key.subarray(0, 8)]) : key; // two keys, the first one again
  return decipher('des-ede3-cbc', whole, iv, content);
}

/** OpenSSL 3 has put RC2 away; files of older tools hide their certificates with it. */
async function decryptRc2(key: Buffer, iv: Buffer, content: Buffer): Promise<Decrypted> {
  const { rc2, util } = await loadForge();
  const cipher = rc2.createDecryptionCipher(key.toString('latin1'), key.length * 8);
  cipher.start(iv.toString('latin1'));
  cipher.update(util.createBuffer(content.toString('latin1')));
  return cipher.finish() ? Buffer.from(cipher.output.getBytes(), 'latin1') : 'wrong';
}

/** Fills `length` bytes with `source`, again and again. */
const repeated = (source: Buffer, length: number) => Buffer.alloc(length, source);

/** The derivation of PKCS#12 (RFC 7292, appendix B.2). `purpose`: 1 a key, 2 an initial vector, 3 the key of a MAC. */
export async function deriveOld(
  hash: string,
  purpose: 1 | 2 | 3,
  password: Buffer,
  salt: Buffer,
  rounds: number,
  bytes: number,
): Promise<Buffer> {
  const block = hash === 'sha384' || hash === 'sha512' ? 128 : 64;
  const stretched = (source: Buffer) =>
    source.length === 0 ? source : repeated(source, block * Math.ceil(source.length / block));
  const input = Buffer.concat([stretched(salt), stretched(password)]);
  const made: Buffer[] = [];
  for (let length = 0; length < bytes; ) {
    let digest = createHash(hash).update(Buffer.alloc(block, purpose)).update(input).digest();
    for (let round = 1; round < rounds; round += 1) {
      digest = createHash(hash).update(digest).digest();
      if (round % roundsATurn === 0) await turn();
    }
    made.push(digest);
    length += digest.length;
    const addend = repeated(digest, block);
    for (let at = 0; at < input.length; at += block) addTo(input.subarray(at, at + block), addend);
  }
  return Buffer.concat(made).subarray(0, bytes);
}

/** target = target + addend + 1, as numbers with their first byte highest; what runs over is dropped. */
function addTo(target: Buffer, addend: Buffer): void {
  let carry = 1;
  for (let at = target.length - 1; at >= 0; at -= 1) {
    carry += (target[at] as number) + (addend[at] as number);
    target[at] = carry & 0xff;
    carry >>= 8;
  }
}
