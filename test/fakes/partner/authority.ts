import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { exportPKCS8 } from 'jose';

const curve = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const crypto = webcrypto as Crypto;

/** A certificate and its key, PEM, as TLS servers and clients take them. */
export interface Identity {
  cert: string;
  key: string;
}

type Name = { type: 'dns' | 'ip' | 'url'; value: string };
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
  issue(options?: IssueOptions): Promise<Identity>;
}

const generate = () => crypto.subtle.generateKey(curve, true, ['sign', 'verify']);
const packed = async (certificate: x509.X509Certificate, key: CryptoKey): Promise<Identity> => ({
  cert: `${certificate.toString('pem')}\n`,
  key: await exportPKCS8(key),
});

/** Makes an authority called `name`. */
export async function makeAuthority(name = 'Test authority'): Promise<Authority> {
  const keys = await generate();
  const own = await x509.X509CertificateGenerator.createSelfSigned(
    {
      name: `CN=${name}`,
      serialNumber: '01',
      notBefore: new Date('2020-01-01'),
      notAfter: new Date('2090-01-01'),
      signingAlgorithm: curve,
      keys,
      extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
    },
    crypto,
  );
  let serial = 16;
  return {
    ca: `${own.toString('pem')}\n`,
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
          signingAlgorithm: curve,
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
