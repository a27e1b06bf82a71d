import { randomBytes } from 'node:crypto';
import { fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import type { Given } from '../../../shared/contract/given.ts';
import type { ReceiverSecret, ReceiverSetup } from '../../../shared/domain/receiver.ts';
import { receiverSecret, receiverSecretWords, type Vault } from '../../credentials/vault.ts';
import type { Ports } from '../../ports.ts';
import { readGiven } from '../read-given.ts';

/** The secrets a receiver works with; they live in memory while it runs. */
export type ReceiverSecrets = Partial<Record<ReceiverSecret, string>>;

/** A secret nobody guesses, of letters, digits, - and _: 192 bits. */
const newSecret = (): string => randomBytes(24).toString('base64url');

/** What may stand in a path without being escaped (RFC 3986, unreserved), and is long enough not to be guessed. */
const pathPart = /^[A-Za-z0-9._~-]{16,200}$/;
/** What a header can carry and no proxy changes (RFC 9110, section 5.5). */
const headerValue = /^[\x21-\x7e](?:[\x20-\x7e]{6,498}[\x21-\x7e])$/;

/** A secret as a person gave it; nothing of it is repeated in a failure. */
export async function readSecret(ports: Ports, name: 'path' | 'header', given: Given): Promise<Reply<string>> {
  const what = receiverSecretWords[name];
  const bytes = await readGiven(ports, given, what);
  if (!bytes.ok) return bytes;
  const secret = bytes.value.toString('utf8').replace(/[\r\n]+$/, '');
  if (name === 'path' ? pathPart.test(secret) && !/^\.+$/.test(secret) : headerValue.test(secret)) return ok(secret);
  return name === 'path'
    ? fail(
        'invalid-input',
        'The secret part of the path must have 16 to 200 letters, digits, dots, hyphens, underscores or tildes.',
        'Give another one, or let one be made.',
      )
    : fail(
        'invalid-input',
        'The value of the secret header must have 8 to 500 characters of ASCII, without spaces around it.',
        'Give another one, or let one be made.',
      );
}

/**
 * The secret that senders are to show from now on: the given one, or a new one where that was asked for or none is kept yet; undefined
 * where the kept one stays.
 */
export async function chooseSecret(
  ports: Ports,
  { proof, secrets }: ReceiverSetup,
  { secret, newSecret: anew }: { secret?: Given | undefined; newSecret?: boolean | undefined },
): Promise<Reply<{ name: 'path' | 'header'; value: string } | undefined>> {
  if (proof !== 'path' && proof !== 'header') {
    if (!secret && !anew) return ok(undefined);
    return fail(
      'invalid-input',
      `A secret is shown in the path or in a header, and the proof of senders is ${proof}.`,
      'Choose the proof path or header with it.',
    );
  }
  if (secret && anew)
    return fail('invalid-input', 'A secret is given, and another one is to be made.', 'Choose one of the two.');
  if (secret) {
    const value = await readSecret(ports, proof, secret);
    return value.ok ? ok({ name: proof, value: value.value }) : value;
  }
  return ok(anew || !secrets.includes(proof) ? { name: proof, value: newSecret() } : undefined);
}

/** The secrets a setup needs, out of the vault. Fails as the vault does, naming the secret. */
export async function takeSecrets(vault: Vault, { tls, proof }: ReceiverSetup): Promise<Reply<ReceiverSecrets>> {
  const needed: ReceiverSecret[] = [
    ...(tls.mode === 'made' || tls.mode === 'given' ? (['tls-key'] as const) : []),
    ...(proof === 'path' || proof === 'header' ? [proof] : []),
  ];
  const found: ReceiverSecrets = {};
  for (const name of needed) {
    const what = receiverSecretWords[name];
    const used = await vault.use(receiverSecret(name), what, (secret) => secret);
    if (!used.ok) return naming(used, what);
    found[name] = used.value;
  }
  return ok(found);
}

/** What the receiver asked for before and keeps, to be hidden where it is still sent; none while the vault is not open anyway. */
export async function takeFormerSecrets(vault: Vault, { secrets, proof }: ReceiverSetup): Promise<ReceiverSecrets> {
  const found: ReceiverSecrets = {};
  const former = secrets.filter((name) => name !== 'tls-key' && name !== proof);
  if (former.length === 0 || (await vault.status()).state !== 'open') return found;
  for (const name of former) {
    const used = await vault.use(receiverSecret(name), receiverSecretWords[name], (secret) => secret);
    if (used.ok) found[name] = used.value;
  }
  return found;
}

/** A vault that does not open says so; which secret was wanted is worth telling too. */
function naming<T>(reply: Reply<T> & { ok: false }, what: string): Reply<never> {
  const { error } = reply;
  if (error.message.includes(what)) return reply;
  return { ok: false, error: { ...error, message: `${error.message} The receiver needs ${what} from it.` } };
}
