import 'reflect-metadata';
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, type KeyObject, webcrypto } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as x509 from '@peculiar/x509';
import forge from 'node-forge';
import { throwAwayFolder } from '../../fakes/ports.ts';

/** Keys of each kind, made once for a test file. */
export const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
export const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
export const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey;

export const passphrase = 'not-a-real-passphrase-é';

/** A PEM of a key. */
export const pem = (key: KeyObject, type: 'pkcs1' | 'sec1' | 'pkcs8' = 'pkcs8', cipher?: string): string =>
  key
    .export({ format: 'pem', type, ...(cipher ? { cipher, passphrase } : {}) } as { format: 'pem'; type: 'pkcs8' })
    .toString();

export const jwkOf = (key: KeyObject) => key.export({ format: 'jwk' });

interface CertificateOptions {
  key?: KeyObject;
  name?: string;
  from?: string;
  to?: string;
  authority?: boolean;
  names?: x509.JsonGeneralNames;
}

const curveOf = (key: KeyObject) =>
  key.asymmetricKeyType === 'rsa'
    ? { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
    : {
        name: 'ECDSA',
        namedCurve: key.asymmetricKeyDetails?.namedCurve === 'secp384r1' ? 'P-384' : 'P-256',
        hash: 'SHA-256',
      };

/** A self-signed certificate, PEM. */
export async function certificate(options: CertificateOptions = {}): Promise<string> {
  const {
    key = p256,
    name = 'CN=Client, O=Clinic',
    from = '2026-01-01',
    to = '2030-01-01',
    authority,
    names,
  } = options;
  const algorithm = curveOf(key);
  const { subtle } = webcrypto;
  const privateKey = await subtle.importKey('pkcs8', key.export({ format: 'der', type: 'pkcs8' }), algorithm, true, [
    'sign',
  ]);
  const { kty, n, e, crv, x, y } = jwkOf(key);
  const publicJwk = kty === 'RSA' ? { kty, n, e } : { kty, crv, x, y };
  const publicKey = await subtle.importKey('jwk', publicJwk as webcrypto.JsonWebKey, algorithm, true, ['verify']);
  const made = await x509.X509CertificateGenerator.createSelfSigned(
    {
      name,
      serialNumber: '4711',
      notBefore: new Date(from),
      notAfter: new Date(to),
      keys: { privateKey, publicKey } as CryptoKeyPair,
      signingAlgorithm: algorithm,
      extensions: [
        new x509.BasicConstraintsExtension(authority ?? false),
        ...(names ? [new x509.SubjectAlternativeNameExtension(names)] : []),
      ],
    },
    webcrypto as Crypto,
  );
  return `${made.toString('pem')}\n`;
}

/** A PFX of an RSA key with certificates, as older tools write it (3DES or AES). */
export function forgePfx(key: KeyObject, certificates: string[], secret: string, algorithm: '3des' | 'aes256'): Buffer {
  const asn1 = forge.pkcs12.toPkcs12Asn1(
    forge.pki.privateKeyFromPem(pem(key, 'pkcs1')),
    certificates.map((one) => forge.pki.certificateFromPem(one)),
    secret,
    { algorithm },
  );
  return Buffer.from(forge.asn1.toDer(asn1).getBytes(), 'latin1');
}

/** A PFX whose MAC claims a digest of nearly a megabyte. */
export function withLongDigest(pfx: Buffer): Buffer {
  const children = ({ value }: forge.asn1.Asn1) => value as forge.asn1.Asn1[];
  const whole = forge.asn1.fromDer(pfx.toString('latin1'));
  const digest = children(children(children(whole)[2] as forge.asn1.Asn1)[0] as forge.asn1.Asn1)[1];
  Object.assign(digest as forge.asn1.Asn1, { value: 'x'.repeat(900_000) });
  return Buffer.from(forge.asn1.toDer(whole).getBytes(), 'latin1');
}

/** What the openssl program makes of some files: its arguments name them, and `out`. */
export function openssl(files: Record<string, string>, ...args: string[]): Buffer {
  const folder = throwAwayFolder();
  for (const [name, content] of Object.entries(files)) writeFileSync(path.join(folder, name), content);
  execFileSync('openssl', [...args, '-out', 'out'], { cwd: folder, stdio: 'pipe' });
  return readFileSync(path.join(folder, 'out'));
}
