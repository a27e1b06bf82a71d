import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { exportPKCS8 } from 'jose';

const rsa = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
};
const crypto = webcrypto as Crypto;

/** A certificate and its private key, PEM; `der` is the certificate as base64, as an x5c header holds it. */
export interface Issued {
  certificate: string;
  key: string;
  der: string;
}

/** An authority of our own making that issues certificates for signed statements, by RSA. */
export interface Issuer extends Issued {
  issue(names: string[], validity?: { from?: Date; to?: Date }): Promise<Issued>;
}

const from = new Date('2020-01-01T00:00:00Z');
const to = new Date('2090-01-01T00:00:00Z');

async function packed(certificate: x509.X509Certificate, key: CryptoKey): Promise<Issued> {
  return {
    certificate: certificate.toString('pem'),
    key: await exportPKCS8(key),
    der: Buffer.from(certificate.rawData).toString('base64'),
  };
}

/** Makes an authority called `name`. */
export async function makeIssuer(name = 'Test trust community'): Promise<Issuer> {
  const keys = await crypto.subtle.generateKey(rsa, true, ['sign', 'verify']);
  const authority = await x509.X509CertificateGenerator.createSelfSigned(
    {
      name: `CN=${name}`,
      serialNumber: '01',
      notBefore: from,
      notAfter: to,
      signingAlgorithm: rsa,
      keys,
      extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
    },
    crypto,
  );
  let serial = 1;
  return {
    ...(await packed(authority, keys.privateKey)),
    async issue(names, validity = {}) {
      const own = await crypto.subtle.generateKey(rsa, true, ['sign', 'verify']);
      serial += 1;
      const certificate = await x509.X509CertificateGenerator.create(
        {
          subject: 'CN=Test signer',
          issuer: authority.subject,
          serialNumber: serial.toString(16).padStart(2, '0'),
          notBefore: validity.from ?? from,
          notAfter: validity.to ?? to,
          signingAlgorithm: rsa,
          publicKey: own.publicKey,
          signingKey: keys.privateKey,
          extensions: [
            new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: 'url' as const, value }))),
          ],
        },
        crypto,
      );
      return packed(certificate, own.privateKey);
    },
  };
}
