import type { Diagnosis } from '../../shared/domain/diagnosis.ts';

const pages: [words: RegExp, code: Diagnosis['code'], message: string][] = [
  [
    /no required ssl certificate was sent/i,
    'client-certificate-missing',
    'The partner’s gateway wants a client certificate, and was shown none',
  ],
  [
    /the ssl certificate error/i,
    'client-certificate-refused',
    'The partner’s gateway does not take our client certificate',
  ],
];

/**
 * What a gateway means that shakes hands with everybody and refuses afterwards, by a page of its own, whom it did not know by certificate:
 * nginx does so, with 400 or with 495 and 496. Undefined for every other answer.
 */
export function readCertificatePage(status: number, text: string): Diagnosis | undefined {
  if (status !== 400 && status !== 495 && status !== 496) return undefined;
  const page = pages.find(([words]) => words.test(text.slice(0, 2_000)));
  if (!page) return undefined;
  const [, code, message] = page;
  return {
    code,
    message: `${message}: it answered ${status}.`,
    where: 'client certificate',
    next: 'Compare with the partner which certificate was agreed; give it and its key in the connection’s line (--mtls-cert, --mtls-key), or to a command with --cert and --key.',
    requirement: 'RFC 8705',
  };
}
