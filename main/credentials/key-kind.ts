import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { promisify } from 'node:util';
import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import { type KeyAlgorithm, keyAlgorithms } from '../../shared/domain/key.ts';

/** Shorter RSA keys are refused (SMART App Launch 2.2, asymmetric client authentication; NIST SP 800-57). */
export const leastRsaBits = 2048;

/** The curves by OpenSSL's names, as JWK names them. */
const curves = new Map([
  ['prime256v1', 'P-256'],
  ['secp384r1', 'P-384'],
  ['secp521r1', 'P-521'],
]);
const algorithmsOf: Record<string, readonly KeyAlgorithm[]> = {
  RSA: ['RS384', 'RS256'],
  'EC P-256': ['ES256'],
  'EC P-384': ['ES384'],
};

/** A failure of a key; never with anything of its content. */
export const unusable = (message: string, next: string) => fail('key-unusable', message, next);

/** The failure of a file (`The key`) that needs a passphrase and got none; the details name the field, so that a host may ask for it. */
export const needsPassphrase = (what: string) =>
  fail(
    'key-unusable',
    `${what} is encrypted, and no passphrase was given.`,
    'Give its passphrase beside it (--passphrase-env).',
    {
      details: ['passphrase: It is missing.'],
    },
  );

/** What a key is, for people: `RSA 2048`, `EC P-384`, else OpenSSL's name of its kind. */
export function describeKey(key: KeyObject): string {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'rsa') return `RSA ${modulusLength}`;
  if (key.asymmetricKeyType === 'ec') return `EC ${curves.get(namedCurve ?? '') ?? namedCurve ?? 'of its own curve'}`;
  return key.asymmetricKeyType ?? 'symmetric';
}

const algorithmsFor = (key: KeyObject): readonly KeyAlgorithm[] =>
  algorithmsOf[key.asymmetricKeyType === 'rsa' ? 'RSA' : describeKey(key)] ?? [];

/**
 * The algorithm a key signs with: the one wanted, where it fits, else the one SMART prefers for its kind. `key-unusable` when the wanted one
 * is none of ours or does not fit.
 */
export function algorithmFor(key: KeyObject, wanted?: string): Reply<KeyAlgorithm> {
  const fitting = algorithmsFor(key);
  const found = wanted === undefined ? fitting[0] : fitting.find((one) => one === wanted);
  if (found) return ok(found);
  const known = keyAlgorithms.some((one) => one === wanted);
  return unusable(
    known
      ? `The algorithm ${wanted} does not fit the key, which is ${describeKey(key)}.`
      : 'The key is marked for an algorithm that is not used here.',
    `Use ${fitting.join(' or ')} with this key, or another key.`,
  );
}

const signs = promisify(sign);
const verifies = promisify(verify);

/** Whether the private and the public half belong together; off the event loop, because a large RSA key signs slowly. */
async function isWhole(key: KeyObject): Promise<boolean> {
  try {
    const data = Buffer.from('Do the halves belong together?');
    return await verifies('sha384', data, createPublicKey(key), await signs('sha384', data, key));
  } catch {
    return false;
  }
}

/** Passes a private key that can be used: RSA of 2048 bits and more, EC on P-256 or P-384, whole. Else `key-unusable`. */
export async function checkKey(key: KeyObject): Promise<Reply<KeyObject>> {
  if (algorithmsFor(key).length === 0)
    return unusable(
      `Keys of this kind (${describeKey(key)}) are not used here.`,
      'Use RSA of at least 2048 bits, or EC on P-256 or P-384.',
    );
  const bits = key.asymmetricKeyDetails?.modulusLength ?? leastRsaBits;
  if (bits < leastRsaBits)
    return unusable(
      `The RSA key has ${bits} bits; at least ${leastRsaBits} are needed.`,
      'Generate a new key and have the partner register it.',
    );
  if (await isWhole(key)) return ok(key);
  return unusable(
    'The private and the public half of the key do not belong together.',
    'Export the key again where it was made; the file is damaged.',
  );
}
