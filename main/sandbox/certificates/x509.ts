// The one door to the certificate library. It is large, so it is imported when the first certificate is made, and never before.
import type { KeyObject } from 'node:crypto';
import type { JsonName } from '@peculiar/x509';

/** What a certificate may be used for (RFC 5280, section 4.2.1): to issue others, for TLS on either side, or to sign statements. */
export type CertificateUse = 'authority' | 'intermediate' | 'server' | 'client' | 'signature';

/** A subject alternative name. */
export interface AlternativeName {
  type: 'dns' | 'ip' | 'url';
  value: string;
}

/** Who is named in a certificate. */
export interface Subject {
  commonName: string;
  organization: string;
}

/** A certificate to be made. Instants are milliseconds since the epoch. */
export interface CertificateOrder {
  subject: Subject;
  publicKey: KeyObject;
  use: CertificateUse;
  validFrom: number;
  validTo: number;
  names?: AlternativeName[];
  /** Who signs; for an authority itself. */
  issuer: { subject: Subject; publicKey: KeyObject; privateKey: KeyObject };
}

async function openLibrary() {
  await import('reflect-metadata'); // the library asks for it while it is loaded
  return import('@peculiar/x509');
}

type Library = Awaited<ReturnType<typeof openLibrary>>;

const nameOf = ({ commonName, organization }: Subject): JsonName => [{ CN: [commonName] }, { O: [organization] }];

const isRsa = (key: KeyObject): boolean => key.asymmetricKeyType === 'rsa';

const rsa = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const;
const ec = { name: 'ECDSA', namedCurve: 'P-256' } as const;

const toCryptoKey = (key: KeyObject) =>
  key.toCryptoKey(isRsa(key) ? rsa : ec, true, [key.type === 'private' ? 'sign' : 'verify']);

/** Basic constraints and key usages of each use (RFC 5280, sections 4.2.1.3, 4.2.1.9 and 4.2.1.12). */
function usageExtensions(library: Library, use: CertificateUse) {
  const { BasicConstraintsExtension, KeyUsagesExtension, ExtendedKeyUsageExtension } = library;
  const { KeyUsageFlags: flag, ExtendedKeyUsage: extended } = library;
  if (use === 'authority' || use === 'intermediate')
    return [
      new BasicConstraintsExtension(true, use === 'authority' ? 1 : 0, true),
      new KeyUsagesExtension(flag.keyCertSign | flag.cRLSign, true),
    ];
  const purpose = { server: extended.serverAuth, client: extended.clientAuth, signature: undefined }[use];
  return [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(flag.digitalSignature, true),
    ...(purpose ? [new ExtendedKeyUsageExtension([purpose])] : []),
  ];
}

/** Makes and signs a certificate (EC P-256 or RSA keys, SHA-256); answers PEM. */
export async function makeCertificate(order: CertificateOrder): Promise<string> {
  const library = await openLibrary();
  const publicKey = toCryptoKey(order.publicKey);
  const certificate = await library.X509CertificateGenerator.create({
    subject: nameOf(order.subject),
    issuer: nameOf(order.issuer.subject),
    notBefore: new Date(order.validFrom),
    notAfter: new Date(order.validTo),
    publicKey,
    signingKey: toCryptoKey(order.issuer.privateKey),
    signingAlgorithm: isRsa(order.issuer.privateKey) ? rsa : { name: 'ECDSA', hash: 'SHA-256' },
    extensions: [
      ...usageExtensions(library, order.use),
      ...(order.names?.length ? [new library.SubjectAlternativeNameExtension(order.names)] : []),
      await library.SubjectKeyIdentifierExtension.create(publicKey),
      await library.AuthorityKeyIdentifierExtension.create(toCryptoKey(order.issuer.publicKey)),
    ],
  });
  return `${certificate.toString('pem').trim()}\n`;
}
