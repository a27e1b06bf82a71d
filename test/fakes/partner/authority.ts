import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { exportPKCS8 } from 'jose';

const ec = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
/** The kind of key that every UDAP partner must know. */
export const rsa = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
};
const crypto = webcrypto as Crypto;

/** A certificate and its key, PEM, as TLS servers and clients take them; `der` is the certificate as an x5c header holds it. */
export interface Identity {
  cert: string;
  key: string;
  der: string;
}

type Name = { type: 'dns' | 'ip' | 'url'; value: string };
/** URI names, by which UDAP knows who signs. */
export const uris = (...values: string[]): Name[] => values.map((value) => ({ type: 'url', value }));
const here: Name[] = [{ type: 'ip', value: '127.0.0.1' }];

/** What a certificate says; for 127.0.0.1 and from 2020 to 2090 unless said otherwise. */
export interface IssueOptions {
  names?: Name[];
  from?: string;
  to?: string;
  subject?: string;
}

/** An authority of a test's own. */
export interface Authority {
  /** PEM. */
  ca: string;
  der: string;
  issue(options?: IssueOptions): Promise<Identity>;
}

const derOf = (certificate: x509.X509Certificate) => Buffer.from(certificate.rawData).toString('base64');
const packed = async (certificate: x509.X509Certificate, key: CryptoKey): Promise<Identity> => ({
  cert: `${certificate.toString('pem')}\n`,
  key: await exportPKCS8(key),
  der: derOf(certificate),
});

/** Makes an authority called `name`, whose keys and those it certifies are of one kind. */
export async function makeAuthority(name = 'Test authority', kind: typeof ec | typeof rsa = ec): Promise<Authority> {
  const generate = async () => (await crypto.subtle.generateKey(kind, true, ['sign', 'verify'])) as CryptoKeyPair;
  const keys = await generate();
  const own = await x509.X509CertificateGenerator.createSelfSigned(
    {
      name: `CN=${name}`,
      serialNumber: '01',
      notBefore: new Date('2020-01-01'),
      notAfter: new Date('2090-01-01'),
      signingAlgorithm: kind,
      keys,
      extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
    },
    crypto,
  );
  let serial = 16;
  return {
    ca: `${own.toString('pem')}\n`,
    der: derOf(own),
    async issue({ names = here, from = '2020-01-01', to = '2090-01-01', subject } = {}) {
      const { publicKey, privateKey } = await generate();
      serial += 1;
      const certificate = await x509.X509CertificateGenerator.create(
        {
          subject: `CN=${subject ?? 'Test'}`,
          issuer: own.subject,
          serialNumber: serial.toString(16),
          notBefore: new Date(from),
          notAfter: new Date(to),
          signingAlgorithm: kind,
          publicKey,
          signingKey: keys.privateKey,
          extensions: [new x509.SubjectAlternativeNameExtension(names)],
        },
        crypto,
      );
      return packed(certificate, privateKey);
    },
  };
}
