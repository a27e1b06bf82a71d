import type { CommandInput } from '../../../../../shared/contract/commands.ts';
import type { ReceiverProof, ReceiverSetup, ReceiverTls } from '../../../../../shared/domain/receiver.ts';

/** How the receiver is to listen, as the form holds it: every field as typed, secrets apart. */
export interface SetupDraft {
  host: string;
  publicUrl: string;
  /** Millions of bytes. */
  limit: string;
  tls: ReceiverTls['mode'];
  certificate: string;
  clientCa: string;
  proof: ReceiverProof;
  headerName: string;
  /** A secret made here, in place of a typed one. */
  makeSecret: boolean;
  matching: ReceiverSetup['matching'];
  requireSignature: boolean;
}

/** Whether the setup keeps a secret for how senders prove themselves. */
export const hasSecret = ({ secrets }: ReceiverSetup, proof: ReceiverProof): boolean =>
  secrets.some((name) => name === proof);

/** The setup as the form shows it. */
export const draftOfSetup = (setup: ReceiverSetup): SetupDraft => ({
  host: setup.host,
  publicUrl: setup.publicUrl ?? '',
  limit: String(setup.maxBytes / 1_000_000),
  tls: setup.tls.mode,
  certificate: setup.tls.mode === 'given' ? (setup.tls.certificate ?? '') : '',
  clientCa: setup.tls.clientCa ?? '',
  proof: setup.proof,
  headerName: setup.headerName ?? 'X-Switchboard-Key',
  makeSecret: !hasSecret(setup, setup.proof),
  matching: setup.matching,
  requireSignature: setup.requireSignature,
});

/** Whether only programs of this machine can reach an address. */
export const isLoopback = (host: string): boolean => /^(127(\.\d{1,3}){3}|::1|localhost)$/i.test(host.trim());

/** What is wrong with a draft, by field. */
export function setupProblems(
  draft: SetupDraft,
): Partial<Record<'host' | 'publicUrl' | 'limit' | 'headerName', string>> {
  const { host, publicUrl, limit, proof, headerName } = draft;
  const url = publicUrl.trim();
  const isOrigin = URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
  return {
    ...(host.trim() === '' && { host: 'An address of this machine, 0.0.0.0 for all of them.' }),
    ...(url !== '' && !isOrigin && { publicUrl: 'An address such as https://push.example.' }),
    ...(!(Number(limit) > 0) && { limit: 'A number of megabytes above 0.' }),
    ...(proof === 'header' &&
      !/^[\w-]{1,80}$/.test(headerName.trim()) && { headerName: 'Letters, digits and hyphens.' }),
  };
}

/** What opens the receiver wider than this machine leaves undone, in sentences; none where there is nothing to warn of. */
export function widerWarnings({ host, tls, proof }: Pick<SetupDraft, 'host' | 'tls' | 'proof'>): string[] {
  if (isLoopback(host)) return [];
  return [
    `Every machine that can reach ${/^(0\.0\.0\.0|::)$/.test(host) ? 'any address of this one' : host} can send to it.`,
    ...(tls === 'off' ? ['Without TLS, whoever is on the way can read the health data that is pushed.'] : []),
    ...(proof === 'none' ? ['Nobody has to prove who they are: anybody may fill your inbox.'] : []),
  ];
}

/** The change to be saved; `typed` holds what the secret fields hold. */
export function setupInput(
  draft: SetupDraft,
  typed: Partial<Record<'key' | 'secret', string>>,
): CommandInput<'receiver.change'> {
  const { host, publicUrl, limit, tls, certificate, clientCa, proof, headerName, matching, requireSignature } = draft;
  const isSecret = proof === 'path' || proof === 'header';
  return {
    host: host.trim(),
    publicUrl: publicUrl.trim() || null,
    maxBytes: Math.round(Number(limit) * 1_000_000),
    tls,
    ...(tls === 'given' && certificate.trim() ? { certificate: { value: certificate } } : {}),
    ...(tls === 'given' && typed.key ? { key: { value: typed.key } } : {}),
    proof,
    ...(proof === 'certificate' && clientCa.trim() ? { clientCa: { value: clientCa } } : {}),
    ...(proof === 'header' ? { headerName: headerName.trim() } : {}),
    ...(isSecret && typed.secret ? { secret: { value: typed.secret } } : {}),
    ...(isSecret && !typed.secret && draft.makeSecret ? { newSecret: true } : {}),
    matching,
    requireSignature,
    ...(isLoopback(host) ? {} : { wider: true }),
  };
}
