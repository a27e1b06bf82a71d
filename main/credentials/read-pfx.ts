import { createHmac, timingSafeEqual, X509Certificate } from 'node:crypto';
import { ok, type Reply } from '../../shared/contract/errors.ts';
import { type Decrypted, decrypt, deriveOld, type Passphrase } from './decrypt-pkcs.ts';
import { type Asn1, loadForge, objectId, octets, parts, readAsn1, wholeNumber } from './der.ts';
import { needsPassphrase, unusable } from './key-kind.ts';

/** What lies in a PFX file: private keys as PKCS#8 DER, certificates as PEM. */
export interface PfxContent {
  keys: Buffer[];
  certificates: string[];
}

const data = '1.2.840.113549.1.7.1';
const encryptedData = '1.2.840.113549.1.7.6';
const bags = '1.2.840.113549.1.12.10.1.';
const macHashes: Record<string, string> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};
const unknown = () =>
  unusable(
    'The PFX file is protected in a way that is not known here.',
    'Export it again with AES-256 and a passphrase, or give key and certificate as PEM.',
  );

/** Whether a structure is a PFX file: version 3 and a content (RFC 7292, section 4). */
export const isPfx = (node: Asn1 | undefined): boolean =>
  wholeNumber(parts(node)[0]) === 3 && objectId(parts(parts(node)[1])[0]) === data;

/** An empty passphrase is written in two ways, with and without its end. */
function spellings(passphrase: string): Passphrase[] {
  const utf8 = Buffer.from(passphrase);
  const bmp = Buffer.from(`${passphrase}\0`, 'utf16le').swap16();
  return passphrase === ''
    ? [
        { utf8, bmp },
        { utf8, bmp: Buffer.alloc(0) },
      ]
    : [{ utf8, bmp }];
}

/** Reads a PFX file (PKCS#12, RFC 7292). `key-unusable` when it does not open; a file without a passphrase has an empty one. */
export async function readPfx(pfx: Asn1, passphrase: string | undefined): Promise<Reply<PfxContent>> {
  for (const spelling of spellings(passphrase ?? '')) {
    const content = await open(pfx, spelling);
    if (content === 'unknown') return unknown();
    if (content !== 'wrong') return ok(content);
  }
  return passphrase === undefined
    ? needsPassphrase('The PFX file')
    : unusable(
        'The passphrase does not open the PFX file.',
        'Check the passphrase; if it is right, the file is damaged.',
      );
}

async function open(pfx: Asn1, passphrase: Passphrase): Promise<PfxContent | 'wrong' | 'unknown'> {
  const [, authSafe, macData] = parts(pfx);
  const safes = octets(parts(parts(authSafe)[1])[0]);
  if (macData && !(await isGenuine(safes, parts(macData), passphrase.bmp))) return 'wrong';
  const found: PfxContent = { keys: [], certificates: [] };
  for (const info of parts(await readAsn1(safes))) {
    const bytes = await contentOf(info, passphrase);
    if (!Buffer.isBuffer(bytes)) return bytes;
    const contents = await readAsn1(bytes);
    if (!contents) return 'wrong';
    for (const bag of parts(contents)) {
      const problem = await empty(bag, passphrase, found);
      if (problem) return problem;
    }
  }
  return found;
}

/** The MAC of PKCS#12. One by a method we do not know proves nothing: then the padding of what is decrypted has to. */
async function isGenuine(safes: Buffer, [digestInfo, salt, rounds]: Asn1[], bmp: Buffer): Promise<boolean> {
  const [algorithm, digest] = parts(digestInfo);
  const hash = macHashes[objectId(parts(algorithm)[0])];
  if (!hash) return true;
  const expected = octets(digest);
  if (expected.length !== createHmac(hash, '').digest().length) return false; // nor is a key derived as long as the file likes
  const key = await deriveOld(
    hash,
    3,
    bmp,
    octets(salt),
    Math.min(wholeNumber(rounds) ?? 1, 5_000_000),
    expected.length,
  );
  const found = createHmac(hash, key).update(safes).digest();
  return timingSafeEqual(found, expected);
}

async function contentOf(info: Asn1, passphrase: Passphrase): Promise<Decrypted> {
  const [id, wrapped] = parts(info);
  const [inner] = parts(wrapped);
  if (objectId(id) === data) return octets(inner);
  if (objectId(id) !== encryptedData) return 'unknown'; // encrypted to somebody's certificate
  const [, algorithm, encrypted] = parts(parts(inner)[1]);
  return decrypt(algorithm, octets(encrypted), passphrase);
}

/** Takes what we know out of a bag; anything else (revocation lists, secrets of other kinds) stays in it. */
async function empty(bag: Asn1, passphrase: Passphrase, found: PfxContent): Promise<'wrong' | 'unknown' | undefined> {
  const [id, wrapped] = parts(bag);
  const [inner] = parts(wrapped);
  switch (objectId(id)) {
    case `${bags}1`: {
      const { asn1 } = await loadForge();
      if (inner) found.keys.push(Buffer.from(asn1.toDer(inner).getBytes(), 'latin1'));
      return undefined;
    }
    case `${bags}2`: {
      const [algorithm, encrypted] = parts(inner);
      const key = await decrypt(algorithm, octets(encrypted), passphrase);
      if (!Buffer.isBuffer(key)) return key;
      found.keys.push(key);
      return undefined;
    }
    case `${bags}3`: {
      const [, certificate] = parts(inner);
      found.certificates.push(...asPem(octets(parts(certificate)[0])));
      return undefined;
    }
    default:
      return undefined;
  }
}

/** A certificate that cannot be read must not keep its neighbours and the key from being read. */
function asPem(der: Buffer): string[] {
  try {
    return [new X509Certificate(der).toString()];
  } catch {
    return [];
  }
}
