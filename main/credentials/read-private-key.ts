import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { ok, type Reply } from '../../shared/contract/errors.ts';
import { decrypt } from './decrypt-pkcs.ts';
import { octets, parts, readAsn1 } from './der.ts';
import { algorithmFor, checkKey, needsPassphrase, unusable } from './key-kind.ts';
import { derOf, type PemBlock, pemBlocks, textOf } from './pem.ts';
import { readJwk, several } from './read-jwk.ts';
import { isPfx, readPfx } from './read-pfx.ts';

/** A private key as it was handed over, and what came along. */
export interface PrivateKeyFile {
  key: KeyObject;
  /** PEM, the key's own certificate first. */
  certificates: string[];
  /** Of a JWK: its own, or its thumbprint (RFC 7638). */
  kid?: string;
  /** Of a JWK that names one; it fits the key. */
  alg?: string;
}

/** Larger files are no keys, and reading them as PKCS#12 would take long. Bytes. */
const largest = 1_000_000;

const forms = 'Give the private key as PEM, JWK or PFX.';
const noKey = () => unusable('There is no private key in it that can be read.', forms);

/**
 * Reads one private key: PEM (PKCS#1, SEC1, PKCS#8, encrypted or not), a private JWK or a JWKS with one, PFX as bytes or base64, or DER. RSA
 * of 2048 bits and more, EC on P-256 or P-384. Fails with `key-unusable`, a reason and a next step; nothing of the content is repeated.
 */
export async function readPrivateKey(bytes: Buffer, passphrase?: string): Promise<Reply<PrivateKeyFile>> {
  if (bytes.length > largest) return unusable('The file is too large to be a key.', forms);
  const found = await find(bytes, passphrase);
  if (!found.ok) return found;
  const { key, alg, certificates } = found.value;
  const checked = await checkKey(key);
  if (!checked.ok) return checked;
  const fits = algorithmFor(key, alg);
  if (!fits.ok) return fits;
  return ok({ ...found.value, certificates: ownFirst(certificates, key) });
}

async function find(bytes: Buffer, passphrase: string | undefined): Promise<Reply<PrivateKeyFile>> {
  const text = textOf(bytes);
  if (text === '') return unusable('It is empty.', forms);
  if (text.includes('-----BEGIN ')) return findInPem(pemBlocks(text), passphrase);
  if (text.startsWith('{')) {
    const jwk = readJwk(text);
    return jwk.ok ? ok({ ...jwk.value, certificates: [] }) : jwk;
  }
  const isBase64 = /^[A-Za-z0-9+/=\s]+$/.test(text);
  return findInDer(isBase64 ? Buffer.from(text, 'base64') : bytes, passphrase);
}

async function findInPem(blocks: PemBlock[], passphrase: string | undefined): Promise<Reply<PrivateKeyFile>> {
  const keys = blocks.filter(({ label }) => label.endsWith('PRIVATE KEY'));
  const [block] = keys;
  if (!block) return unusable(...withoutKey(blocks));
  if (keys.length > 1) return unusable(...several(keys.length));
  const certificates = blocks.flatMap((one) => (one.label.endsWith('CERTIFICATE') ? readable(derOf(one)) : []));
  const key = await openBlock(block, passphrase);
  return key.ok ? ok({ key: key.value, certificates }) : key;
}

/** What to say of PEM that holds something else. */
function withoutKey(blocks: PemBlock[]): [message: string, next: string] {
  const labels = blocks.map(({ label }) => label);
  if (labels.some((label) => label.endsWith('PUBLIC KEY')))
    return ['There is a public key in it alone.', 'Give the private key; its public half is made from it.'];
  if (labels.some((label) => label.endsWith('CERTIFICATE')))
    return [
      'There are certificates in it, and no private key.',
      'Give the private key that belongs to the certificate.',
    ];
  return ['There is no private key in it that can be read.', `${forms} The PEM may be cut off.`];
}

async function openBlock(block: PemBlock, passphrase: string | undefined): Promise<Reply<KeyObject>> {
  if (block.label === 'OPENSSH PRIVATE KEY')
    return unusable('It is a key in the form of OpenSSH.', 'Convert it: ssh-keygen -p -m PKCS8 -f COPY-OF-THE-FILE.');
  const encrypted = block.encrypted || block.label === 'ENCRYPTED PRIVATE KEY';
  if (encrypted && passphrase === undefined) return needsPassphrase('The key');
  if (block.label === 'ENCRYPTED PRIVATE KEY') return openPkcs8(derOf(block), passphrase as string);
  try {
    // An unencrypted key takes no passphrase; one that was given belongs to something else.
    return ok(createPrivateKey({ key: block.text, ...(block.encrypted ? { passphrase: passphrase as string } : {}) }));
  } catch {
    return block.encrypted ? wrong() : noKey();
  }
}

const wrong = () =>
  unusable(
    'The passphrase does not open the key.',
    'Check the passphrase; if it is right, the file is damaged, or its encryption is no longer supported: encrypt it again with AES-256.',
  );

/** An encrypted PKCS#8 key (RFC 5958): decrypted here, because OpenSSL would derive the key on the event loop. */
async function openPkcs8(der: Buffer, passphrase: string): Promise<Reply<KeyObject>> {
  const [algorithm, content] = parts(await readAsn1(der));
  if (!algorithm || !content) return noKey();
  const [utf8, bmp] = [Buffer.from(passphrase), Buffer.from(`${passphrase}\0`, 'utf16le').swap16()];
  const plain = await decrypt(algorithm, octets(content), { utf8, bmp });
  if (plain === 'unknown')
    return unusable('The key is encrypted in a way that is not known here.', 'Encrypt it again with AES-256.');
  const key = plain === 'wrong' ? undefined : fromDer(plain);
  return key ? ok(key) : wrong();
}

/** The key in unencrypted DER of one of the three forms. */
function fromDer(der: Buffer): KeyObject | undefined {
  for (const type of ['pkcs8', 'pkcs1', 'sec1'] as const)
    try {
      return createPrivateKey({ key: der, format: 'der', type });
    } catch {
      // one of the other forms
    }
  return undefined;
}

async function findInDer(bytes: Buffer, passphrase: string | undefined): Promise<Reply<PrivateKeyFile>> {
  const node = await readAsn1(bytes);
  if (node && isPfx(node)) return findInPfx(await readPfx(node, passphrase));
  const key = fromDer(bytes);
  if (key) return ok({ key, certificates: [] });
  return readable(bytes).length > 0 ? unusable(...withoutKey([certificateBlock])) : noKey();
}

const certificateBlock: PemBlock = { label: 'CERTIFICATE', encrypted: false, text: '' };

function findInPfx(content: Awaited<ReturnType<typeof readPfx>>): Reply<PrivateKeyFile> {
  if (!content.ok) return content;
  const { keys, certificates } = content.value;
  if (keys.length > 1) return unusable(...several(keys.length));
  const [der] = keys;
  if (!der)
    return unusable('There is no private key in the PFX file.', 'Export it again together with the private key.');
  const key = fromDer(der);
  return key ? ok({ key, certificates }) : noKey();
}

function readable(der: Buffer): string[] {
  try {
    return [new X509Certificate(der).toString()];
  } catch {
    return [];
  }
}

/** The certificate of the key stands first; the others keep their order. */
function ownFirst(certificates: string[], key: KeyObject): string[] {
  const own = certificates.filter((pem) => new X509Certificate(pem).checkPrivateKey(key));
  return [...own, ...certificates.filter((pem) => !own.includes(pem))];
}
