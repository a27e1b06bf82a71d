import { type KeyObject, X509Certificate } from 'node:crypto';
import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { CertificateInfo } from '../../shared/domain/tls-view.ts';
import { describeKey } from './key-kind.ts';
import { derOf, pemBlocks } from './pem.ts';

const dayMs = 86_400_000;
const labels = ['CERTIFICATE', 'X509 CERTIFICATE', 'TRUSTED CERTIFICATE'];

const unusable = (message: string, next: string) => fail('certificate-unusable', message, next);

/** What a certificate says, for people. `now` in milliseconds since the epoch. */
export function certificateInfo(certificate: X509Certificate, now: number): CertificateInfo {
  return {
    subject: nameOf(certificate.subject),
    issuer: nameOf(certificate.issuer),
    serialNumber: certificate.serialNumber,
    validFrom: certificate.validFromDate.toISOString(),
    validTo: certificate.validToDate.toISOString(),
    daysLeft: Math.floor((certificate.validToDate.getTime() - now) / dayMs),
    names: namesOf(certificate.subjectAltName),
    key: keyOf(certificate),
    fingerprint: certificate.fingerprint256,
    selfSigned: isSelfSigned(certificate),
    isAuthority: certificate.ca,
  };
}

/** Node writes one attribute a line. An empty subject is legal where alternative names stand in for it. */
const nameOf = (name: string | undefined) => (name ?? '').split('\n').filter(Boolean).join(', ');

/** `DNS:a, URI:b, IP Address:c`; a value with a comma in it is quoted as JSON. */
function namesOf(text: string | undefined): string[] {
  const parts = (text ?? '').match(/[^:,]+:(?:"(?:[^"\\]|\\.)*"|[^,]*)/g) ?? [];
  return parts.map((part) => {
    const [kind = '', value = ''] = splitAt(part.trim(), part.trim().indexOf(':'));
    return `${kind === 'IP Address' ? 'IP' : kind}:${unquoted(value)}`;
  });
}

/** The URIs among a certificate's alternative names. */
export const urisOf = ({ subjectAltName }: X509Certificate): string[] =>
  namesOf(subjectAltName).flatMap((name) => (name.startsWith('URI:') ? [name.slice(4)] : []));

const splitAt = (text: string, at: number) => [text.slice(0, at), text.slice(at + 1)];

function unquoted(value: string): string {
  if (!value.startsWith('"')) return value;
  try {
    return String(JSON.parse(value));
  } catch {
    return value;
  }
}

/** OpenSSL may not know the kind of a partner's key; the rest can be shown all the same. */
function keyOf(certificate: X509Certificate): string {
  try {
    return describeKey(certificate.publicKey);
  } catch {
    return 'unknown';
  }
}

function isSelfSigned(certificate: X509Certificate): boolean {
  try {
    return certificate.subject === certificate.issuer && certificate.verify(certificate.publicKey);
  } catch {
    return false;
  }
}

/**
 * The certificates of a PEM text, in its order. `certificate-unusable` for a text that holds none, for one that cannot be read, and for one
 * that holds a private key: what is kept of certificates is shown and exported.
 */
export function parseCertificates(pem: string): Reply<X509Certificate[]> {
  const blocks = pemBlocks(pem);
  if (blocks.some(({ label }) => label.endsWith('PRIVATE KEY')))
    return unusable(
      'There is a private key beside the certificates.',
      'Give the certificates alone here, and the key where a key is asked for.',
    );
  const found = blocks.filter(({ label }) => labels.includes(label));
  if (found.length === 0)
    return unusable(
      blocks.length === 0 ? 'This is no PEM text.' : `There is no certificate in it, but a ${blocks[0]?.label}.`,
      'Give a PEM file with -----BEGIN CERTIFICATE----- in it.',
    );
  try {
    return ok(found.map((block) => new X509Certificate(derOf(block))));
  } catch {
    return unusable('A certificate in it cannot be read.', 'Export it again as PEM; the file is damaged.');
  }
}

/**
 * What the certificates of a PEM text say. Fails as `parseCertificates` does and, unless asked only to `read`, for one that is expired or
 * not valid yet. `now` in milliseconds since the epoch.
 */
export function readCertificates(pem: string, now: number, purpose: 'use' | 'read' = 'use'): Reply<CertificateInfo[]> {
  const parsed = parseCertificates(pem);
  if (!parsed.ok) return parsed;
  const infos = parsed.value.map((one) => certificateInfo(one, now));
  const expired = infos.find(({ validTo }) => Date.parse(validTo) < now);
  const early = infos.find(({ validFrom }) => Date.parse(validFrom) > now);
  if (purpose === 'read' || !(expired ?? early)) return ok(infos);
  if (expired)
    return unusable(
      `The certificate of ${expired.subject || expired.names[0] || 'nobody'} expired on ${expired.validTo.slice(0, 10)}.`,
      'Get a new one from whoever issued it.',
    );
  return unusable(
    `The certificate of ${early?.subject || early?.names[0] || 'nobody'} is not valid before ${early?.validFrom}.`,
    'Wait until then, or check the clock of this computer.',
  );
}

/** Whether a certificate belongs to a private key; `certificate-unusable` when it does not. */
export function checkPair(certificate: X509Certificate, key: KeyObject): Reply<void> {
  if (certificate.checkPrivateKey(key)) return ok(undefined);
  return unusable(
    `The certificate of ${nameOf(certificate.subject) || 'nobody'} (${keyOf(certificate)}) does not belong to the key (${describeKey(key)}).`,
    'Give the certificate and the key that were made for each other; in a chain the client’s own certificate comes first.',
  );
}
