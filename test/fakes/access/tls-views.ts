import type { CertificateInfo, TlsView } from '../../../shared/domain/tls-view.ts';
import { ago } from '../ago.ts';

const day = 86_400;
const certificate = (
  subject: string,
  issuer: string,
  from: number,
  to: number,
  more: Partial<CertificateInfo> = {},
): CertificateInfo => ({
  subject,
  issuer,
  serialNumber: '0A1B2C3D',
  validFrom: ago(from * day),
  validTo: ago(-to * day),
  daysLeft: to,
  names: [],
  key: 'RSA 2048',
  fingerprint: Array.from({ length: 32 }, (_, at) => (subject.length + at * 7).toString(16).padStart(2, '0'))
    .join(':')
    .toUpperCase(),
  selfSigned: subject === issuer,
  isAuthority: true,
  ...more,
});

const root = 'CN=Example Root CA, O=Example Trust';
const between = 'CN=Example Issuing CA 3, O=Example Trust';

/** A chain that is trusted, and one that is not. */
export function tlsViewOf(host: string, trusted: boolean): TlsView {
  const leaf = certificate(`CN=${host}`, between, 49, trusted ? 41 : 9, {
    names: [`DNS:${host}`, 'DNS:*.mesa.example'],
    key: 'EC P-256',
    isAuthority: false,
  });
  return {
    host,
    port: 443,
    at: ago(30),
    serverName: host,
    protocol: 'TLSv1.3',
    cipher: 'TLS_AES_256_GCM_SHA384',
    chain: [leaf, certificate(between, root, 700, 1_100), certificate(root, root, 3_000, 4_300, { key: 'RSA 4096' })],
    trusted,
    ...(trusted
      ? {}
      : {
          problem: {
            code: 'certificate-untrusted',
            message: 'The root of this chain is not among the authorities this connection trusts.',
            next: 'Add the partner’s authority to the connection, under The line.',
          },
        }),
  };
}
