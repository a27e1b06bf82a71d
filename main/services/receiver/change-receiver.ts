import { isIP } from 'node:net';
import { fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import type { CommandParsed } from '../../../shared/contract/commands.ts';
import { defaultReceiverSetup, type ReceiverSecret, type ReceiverSetup } from '../../../shared/domain/receiver.ts';
import { receiverSecret, receiverSecretWords } from '../../credentials/vault.ts';
import type { Kit } from '../kit.ts';
import { isEveryAddress, kindOfAddress, type OwnAddress, ownAddresses } from './addresses.ts';
import { chooseTls } from './certificate.ts';
import { chooseSecret } from './secrets.ts';
import { refuseWider } from './wider.ts';

type Change = CommandParsed<'receiver.change'>;

/** How the receiver is set up now. */
export const setupOf = ({ store }: Pick<Kit, 'store'>): ReceiverSetup =>
  store.receivers.get('receiver') ?? defaultReceiverSetup;

function chooseHost(host: string, all: readonly OwnAddress[]): Reply<string> {
  const address = host === 'localhost' ? '127.0.0.1' : host.replace(/^\[(.*)\]$/, '$1');
  const own = [...new Set(all.map(({ address: one }) => one))].filter((one) => kindOfAddress(one) !== 'link-local');
  if (isIP(address) === 0)
    return fail(
      'invalid-input',
      'The host is no IP address.',
      `Give one of this machine (${own.join(', ')}), or 0.0.0.0 for all of them; a name partners know goes into the public URL.`,
      { details: ['host: must be an IP address'] },
    );
  const isOurs =
    isEveryAddress(address) || kindOfAddress(address) === 'loopback' || all.some(({ address: one }) => one === address);
  if (isOurs) return ok(address);
  return fail(
    'invalid-input',
    `${address} is no address of this machine.`,
    `Give one of them (${own.join(', ')}), or 0.0.0.0 for all.`,
    { details: ['host: must be an address of this machine'] },
  );
}

function choosePublicUrl(url: string): Reply<string> {
  const { origin, pathname, search, hash, username, password } = new URL(url);
  if (pathname === '/' && !search && !hash && !username && !password) return ok(origin);
  return fail(
    'invalid-input',
    'The public URL has more than scheme, name and port.',
    `Give the origin alone, such as ${origin}.`,
    { details: ['publicUrl: must be an origin'] },
  );
}

function refuseProof({ proof, headerName, tls }: ReceiverSetup): Reply<never> | undefined {
  if (proof === 'header' && headerName === undefined)
    return fail('invalid-input', 'The proof header needs the name of the header.', 'Give it: headerName (--header).');
  if (
    proof === 'header' &&
    /^(host|connection|content-.*|transfer-encoding|expect|upgrade|te|trailer|authorization|cookie)$/i.test(
      headerName ?? '',
    )
  )
    return fail(
      'invalid-input',
      `${headerName} is a header of HTTP itself.`,
      'Choose a name of its own, such as X-Switchboard-Key.',
    );
  if (proof === 'certificate' && tls.mode === 'off')
    return fail(
      'invalid-input',
      'Client certificates are shown in TLS alone, and the receiver speaks plain HTTP.',
      'Choose TLS with it: made, given or sandbox.',
    );
  return undefined;
}

/** Which secrets a setup keeps: its key while its certificate is its own, and those senders show, to be used again. */
const keptSecrets = ({ tls, secrets }: ReceiverSetup, added: readonly ReceiverSecret[]): ReceiverSecret[] =>
  [...new Set([...secrets, ...added])].filter(
    (name) => name !== 'tls-key' || tls.mode === 'made' || tls.mode === 'given',
  );

/**
 * Changes how the receiver listens: new secrets into the vault first, then the record that names them, then what is no longer named is
 * forgotten. Fails with `invalid-input` for what does not go together or was not understood to be open to others, with
 * `certificate-unusable` and `key-unusable`, or as the vault does; then nothing has changed.
 */
export async function changeReceiver(kit: Kit, change: Change): Promise<Reply<ReceiverSetup>> {
  const before = setupOf(kit);
  const all = ownAddresses();
  const host = change.host === undefined ? ok(before.host) : chooseHost(change.host, all);
  if (!host.ok) return host;
  const url = typeof change.publicUrl === 'string' ? choosePublicUrl(change.publicUrl) : ok(undefined);
  if (!url.ok) return url;
  const { publicUrl: known, ...rest } = before;
  const publicUrl = change.publicUrl === undefined ? known : url.value;
  const headerName = change.headerName ?? before.headerName;
  const wanted: ReceiverSetup = {
    ...rest,
    host: host.value,
    ...(publicUrl === undefined ? {} : { publicUrl }),
    maxBytes: change.maxBytes ?? before.maxBytes,
    tls: { ...before.tls, mode: change.tls ?? before.tls.mode },
    proof: change.proof ?? before.proof,
    ...(headerName === undefined ? {} : { headerName }),
    matching: change.matching ?? before.matching,
    requireSignature: change.requireSignature ?? before.requireSignature,
  };
  const refusal = refuseProof(wanted) ?? refuseWider(before, wanted, change.wider === true, all);
  if (refusal) return refusal;
  const secret = await chooseSecret(kit.ports, wanted, change);
  if (!secret.ok) return secret;
  const tls = await chooseTls(kit, before, wanted, change);
  if (!tls.ok) return tls;

  const put = new Map<ReceiverSecret, string>();
  if (secret.value) put.set(secret.value.name, secret.value.value);
  if (tls.value.key) put.set('tls-key', tls.value.key);
  const after = { ...wanted, tls: tls.value.tls };
  return keep(kit, before, { ...after, secrets: keptSecrets(after, [...put.keys()]) }, put);
}

async function keep(
  { store, vault }: Kit,
  before: ReceiverSetup,
  after: ReceiverSetup,
  put: ReadonlyMap<ReceiverSecret, string>,
): Promise<Reply<ReceiverSetup>> {
  const undo: (() => Promise<unknown>)[] = [];
  for (const [name, secret] of put) {
    const reference = receiverSecret(name);
    const old = vault.has(reference)
      ? await vault.use(reference, receiverSecretWords[name], (one) => one)
      : ok(undefined);
    const kept = await vault.put(reference, secret);
    if (!kept.ok) {
      for (const one of undo.reverse()) await one();
      return kept;
    }
    const { value } = old.ok ? old : { value: undefined };
    undo.push(() => (value === undefined ? vault.forget(reference) : vault.put(reference, value)));
  }
  store.write(() => {
    store.receivers.put(after);
    store.audit.add({ action: 'configuration', request: `receiver: ${told(before, after, put)}`, outcome: 'done' });
  });
  for (const name of before.secrets)
    if (!after.secrets.includes(name)) {
      const forgotten = await vault.forget(receiverSecret(name));
      if (!forgotten.ok) return forgotten;
    }
  return ok(after);
}

/** What changed, for the audit trail; secrets by their names. */
function told(before: ReceiverSetup, after: ReceiverSetup, put: ReadonlyMap<ReceiverSecret, string>): string {
  const says = ({ host, publicUrl, maxBytes, tls, proof, matching, requireSignature }: ReceiverSetup) => ({
    host,
    'public URL': publicUrl ?? 'none',
    limit: `${maxBytes} bytes`,
    tls: tls.mode,
    proof,
    matching,
    'signature required': String(requireSignature),
  });
  const now = Object.entries(says(after));
  const was = Object.values(says(before));
  const changed = now.flatMap(([name, value], index) => (was[index] === value ? [] : [`${name} ${value}`]));
  return [...changed, ...[...put.keys()].map((name) => `new ${name}`)].join(', ') || 'nothing changed';
}
