import type { ReceiverProof, ReceiverTls } from '../../../../../shared/domain/receiver.ts';

/** How the line can be made, with a sentence about each. */
export const tlsChoices: readonly { value: ReceiverTls['mode']; label: string; says: string }[] = [
  { value: 'off', label: 'Plain HTTP', says: 'For this machine, or behind a tunnel that speaks TLS itself.' },
  { value: 'made', label: 'A certificate made here', says: 'Self-signed: the partner must be told to trust it.' },
  { value: 'sandbox', label: 'From the sandbox’s authority', says: 'Trusted by whoever trusts the sandbox.' },
  { value: 'given', label: 'Your own', says: 'Certificate chain and key in PEM; the key goes to the vault.' },
];

/** How senders can prove themselves, with a sentence about each. */
export const proofChoices: readonly { value: ReceiverProof; label: string; says: string }[] = [
  { value: 'none', label: 'Nobody has to', says: 'Whoever reaches the address may send.' },
  { value: 'path', label: 'A secret in the address', says: 'For partners who can set nothing but a URL.' },
  { value: 'header', label: 'A secret header', says: 'Sent with every request, such as an API key.' },
  { value: 'bearer', label: 'A token', says: 'Issued by the sandbox’s authorization server.' },
  { value: 'certificate', label: 'A client certificate', says: 'Mutual TLS: the partner is named by its certificate.' },
];

/** How a proof is called in a sentence. */
export const proofWords: Record<ReceiverProof, string> = {
  none: 'open to all who reach it',
  path: 'secret in the address',
  header: 'secret header',
  bearer: 'token of the sandbox',
  certificate: 'client certificate',
};

/** How the line is called in a sentence. */
export const tlsWords: Record<ReceiverTls['mode'], string> = {
  off: 'plain HTTP',
  made: 'TLS, certificate made here',
  sandbox: 'TLS, the sandbox’s authority',
  given: 'TLS, your certificate',
};
