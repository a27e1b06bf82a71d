import type { X509Certificate } from 'node:crypto';

/** What a list of authorities makes of a certificate: its URI names where it holds, else why not, in a sentence. */
export type Trust = { uris: string[] } | { problem: string };

/** The URI names of a certificate. Node writes one that holds a comma or a quotation mark as JSON text. */
function urisOf({ subjectAltName = '' }: X509Certificate): string[] {
  const names = subjectAltName.matchAll(/(?:^|, )URI:("(?:[^"\\]|\\.)*"|[^,]*)/g);
  return [...names].map(([, name = '']) => (name.startsWith('"') ? String(JSON.parse(name)) : name));
}

function hasIssued(issuer: X509Certificate, certificate: X509Certificate): boolean {
  try {
    return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  } catch {
    return false; // a kind of key that is not known here has issued nothing
  }
}

const subjectOf = ({ subject }: X509Certificate): string => subject.replaceAll('\n', ', ');

/** Why a certificate does not hold at a time (milliseconds); undefined when it does. */
function timeProblem(certificate: X509Certificate, now: number): string | undefined {
  const { validFrom, validTo, validFromDate, validToDate } = certificate;
  if (validToDate.getTime() < now) return `The certificate of ${subjectOf(certificate)} expired on ${validTo}.`;
  if (validFromDate.getTime() > now)
    return `The certificate of ${subjectOf(certificate)} does not hold before ${validFrom}.`;
  return undefined;
}

/** Follows a chain (own certificate first, PEM or DER) to one of the authorities. `now` in milliseconds. */
export function trustIn(
  chain: readonly X509Certificate[],
  authorities: readonly X509Certificate[],
  now: number,
): Trust {
  const [own, ...others] = chain;
  if (!own) return { problem: 'There is no certificate.' };
  let link: X509Certificate | undefined = own;
  for (let steps = 0; link && steps <= chain.length; steps += 1) {
    const here: X509Certificate = link;
    const problem = timeProblem(here, now);
    if (problem) return { problem };
    if (authorities.some((one) => hasIssued(one, here))) return { uris: urisOf(own) };
    link = others.find((one) => one !== here && hasIssued(one, here));
  }
  return { problem: `No trusted authority has issued the certificate of ${subjectOf(own)}.` };
}
