import type { X509Certificate } from 'node:crypto';

/** Why a chain (the own certificate first) leads to none of the authorities at this time (milliseconds), as the rest of a sentence. */
export function chainProblem(
  chain: X509Certificate[],
  authorities: X509Certificate[],
  now: number,
): string | undefined {
  let [current, ...rest] = chain;
  for (let steps = 0; current && steps <= chain.length; steps += 1) {
    const link = current;
    const subject = link.subject.replaceAll('\n', ', ');
    if (link.validToDate.getTime() < now) return `the certificate of ${subject} expired on ${link.validTo}.`;
    if (link.validFromDate.getTime() > now)
      return `the certificate of ${subject} is not valid before ${link.validFrom}.`;
    if (authorities.some((one) => one.fingerprint256 === link.fingerprint256 || issued(one, link))) return undefined;
    current = rest.find((one) => issued(one, link));
    rest = rest.filter((one) => one !== current);
  }
  return 'no authority of the connection issued its certificate.';
}

/** OpenSSL may not know the kind of an issuer's key; then it issued nothing we can believe. */
function issued(issuer: X509Certificate, certificate: X509Certificate): boolean {
  try {
    return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  } catch {
    return false;
  }
}
