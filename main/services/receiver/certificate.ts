import { createPrivateKey, X509Certificate } from 'node:crypto';
import { fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import type { CommandParsed } from '../../../shared/contract/commands.ts';
import type { ReceiverSetup, ReceiverTls } from '../../../shared/domain/receiver.ts';
import { checkPair, parseCertificates, readCertificates } from '../../credentials/certificates.ts';
import { textOf } from '../../credentials/pem.ts';
import { readPrivateKey } from '../../credentials/read-private-key.ts';
import { receiverSecret, receiverSecretWords } from '../../credentials/vault.ts';
import { about } from '../connection-files.ts';
import type { Kit } from '../kit.ts';
import { readGiven } from '../read-given.ts';
import { ownAddresses } from './addresses.ts';

/** How it speaks from now on, and its new private key (PEM) where there is one. */
export interface ChosenTls {
  tls: ReceiverTls;
  key?: string;
}

type Change = CommandParsed<'receiver.change'>;

/** PEM of the certificates alone, whatever stood between them. */
const onlyCertificates = (certificates: readonly X509Certificate[]) => certificates.map(String).join('');

/** Whether a certificate may be shown by a TLS server (RFC 5280, section 4.2.1.12); one that says nothing of purposes may. */
const isForServers = ({ keyUsage }: X509Certificate): boolean =>
  !keyUsage?.length || keyUsage.includes('1.3.6.1.5.5.7.3.1') || keyUsage.includes('2.5.29.37.0');

/** A chain and key that a person gave, held against each other. */
async function readGivenPair(kit: Kit, before: ReceiverSetup, change: Change): Promise<Reply<ChosenTls>> {
  const { ports, vault } = kit;
  const what = 'the receiver’s certificate';
  const kept = before.tls.mode === 'given' ? before.tls.certificate : undefined;
  const bytes = change.certificate ? await readGiven(ports, change.certificate, what) : ok(Buffer.from(kept ?? ''));
  if (!bytes.ok) return bytes;
  const text = textOf(bytes.value);
  if (text === '')
    return fail('invalid-input', 'There is no certificate to show.', 'Give it as PEM, with its key: certificate, key.');
  const parsed = about(what, parseCertificates(text));
  if (!parsed.ok) return parsed;
  const valid = about(what, readCertificates(text, ports.clock.now()));
  if (!valid.ok) return valid;
  const own = parsed.value[0] as X509Certificate;
  if (!isForServers(own))
    return about(
      what,
      fail('certificate-unusable', 'It was not issued for servers (TLS web server authentication).', 'Give another.'),
    );
  if (!change.key && !(kept && before.secrets.includes('tls-key')))
    return fail('secret-missing', `The certificate comes without its key.`, 'Give the private key too (key).');
  const keyBytes = change.key
    ? await readGiven(ports, change.key, receiverSecretWords['tls-key'])
    : await vault.use(receiverSecret('tls-key'), receiverSecretWords['tls-key'], (pem) => Buffer.from(pem));
  if (!keyBytes.ok) return keyBytes;
  const key = about('the key', await readPrivateKey(keyBytes.value));
  if (!key.ok) return key;
  const pair = about(what, checkPair(own, key.value.key));
  if (!pair.ok) return pair;
  return ok({
    tls: { mode: 'given', certificate: onlyCertificates(parsed.value) },
    ...(change.key ? { key: String(key.value.key.export({ type: 'pkcs8', format: 'pem' })) } : {}),
  });
}

/** The names a certificate made here carries: every address of this machine that partners could use, localhost, and the public name. */
export function namesToCertify({ publicUrl, host }: Pick<ReceiverSetup, 'publicUrl' | 'host'>): string[] {
  const addresses = ownAddresses().filter(({ kind }) => kind !== 'link-local');
  const publicName = publicUrl ? [new URL(publicUrl).hostname.replace(/^\[|\]$/g, '')] : [];
  const listening = host === '0.0.0.0' || host === '::' ? [] : [host];
  return [
    ...new Set([
      ...publicName,
      ...listening,
      ...addresses.map(({ address }) => address),
      '127.0.0.1',
      '::1',
      'localhost',
    ]),
  ];
}

async function make(kit: Kit, before: ReceiverSetup, after: ReceiverSetup, anew: boolean): Promise<Reply<ChosenTls>> {
  const { certificate } = before.tls;
  const holds = certificate !== undefined && readCertificates(certificate, kit.ports.clock.now()).ok;
  if (before.tls.mode === 'made' && !anew && holds && before.secrets.includes('tls-key'))
    return ok({ tls: before.tls });
  const made = await kit.receiver.makeCertificate(namesToCertify(after));
  return ok({ tls: { mode: 'made', certificate: made.certificate }, key: made.key });
}

/** How the receiver is to speak after a change. `after` is the setup as far as it is known. Fails with `certificate-unusable`, `key-unusable`, or as readGiven and the vault do. */
export async function chooseTls(
  kit: Kit,
  before: ReceiverSetup,
  after: ReceiverSetup,
  change: Change,
): Promise<Reply<ChosenTls>> {
  const { tls: mode = before.tls.mode } = change;
  if (mode !== 'given' && (change.certificate || change.key))
    return fail(
      'invalid-input',
      `A certificate or key is given, and TLS is ${mode}.`,
      'Choose given (--tls given) to use them, or leave them out.',
    );
  const ca = await chooseClientCa(kit, before, change);
  if (!ca.ok) return ca;
  const chosen = await chooseMode(kit, before, after, change, mode);
  if (!chosen.ok) return chosen;
  const { clientCa: _, ...tls } = chosen.value.tls;
  return ok({ ...chosen.value, tls: { ...tls, ...(ca.value ? { clientCa: ca.value } : {}) } });
}

function chooseMode(kit: Kit, before: ReceiverSetup, after: ReceiverSetup, change: Change, mode: ReceiverTls['mode']) {
  switch (mode) {
    case 'off':
      return ok<ChosenTls>({ tls: { mode } });
    case 'sandbox':
      // Its certificate is issued whenever it starts, for the addresses it has then.
      return ok<ChosenTls>({ tls: before.tls.mode === 'sandbox' ? before.tls : { mode } });
    case 'made':
      return make(kit, before, after, change.newCertificate === true);
    case 'given':
      return change.certificate || change.key || before.tls.mode !== 'given'
        ? readGivenPair(kit, before, change)
        : ok<ChosenTls>({ tls: before.tls });
  }
}

async function chooseClientCa({ ports }: Kit, { tls }: ReceiverSetup, { clientCa }: Change) {
  if (!clientCa) return ok(tls.clientCa);
  const what = 'the authorities of client certificates';
  const bytes = await readGiven(ports, clientCa, what);
  if (!bytes.ok) return bytes;
  const text = textOf(bytes.value);
  const valid = about(what, readCertificates(text, ports.clock.now()));
  if (!valid.ok) return valid;
  const parsed = parseCertificates(text);
  return parsed.ok ? ok(onlyCertificates(parsed.value)) : parsed;
}

/** Whether a kept chain and key still work together now; `certificate-unusable` says why not. `now` in milliseconds. */
export function checkKept(chain: string | undefined, key: string, now: number): Reply<void> {
  const what = 'the receiver’s certificate';
  const valid = about(what, readCertificates(chain ?? '', now));
  if (!valid.ok) return valid;
  return about(what, checkPair(new X509Certificate(chain ?? ''), createPrivateKey(key)));
}
