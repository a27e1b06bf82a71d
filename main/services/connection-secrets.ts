import { X509Certificate } from 'node:crypto';
import type { SecretsInput } from '../../shared/contract/auth.ts';
import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { Given } from '../../shared/contract/given.ts';
import type { SecretName } from '../../shared/domain/auth.ts';
import { readCertificates } from '../credentials/certificates.ts';
import { readPrivateKey } from '../credentials/read-private-key.ts';
import type { Ports } from '../ports.ts';
import { about } from './connection-files.ts';
import { readGiven } from './read-given.ts';

/** Secrets of a connection as they were handed over, checked; they live in memory until the vault has them. */
export interface ReadSecrets {
  put: Map<SecretName, string>;
  forget: Set<SecretName>;
  /** PEM chain that came with the key in a PFX file. */
  clientCertificate?: string;
}

/** How each is called in a sentence. */
export const secretWords: Record<SecretName, string> = {
  bearer: 'the access token',
  clientSecret: 'the client secret',
  clientKey: 'the key of the client certificate',
  udapKey: 'the key of the UDAP certificate',
  proxyCredentials: 'the proxy credentials',
  headers: 'the extra header',
};

type Reader = (text: string) => Reply<string>;

/** What can stand in a header after `Bearer` (RFC 6750, section 2.1, taken widely). */
const readToken: Reader = (text) =>
  /^[\x21-\x7e]+$/.test(text)
    ? ok(text)
    : fail(
        'invalid-input',
        'The access token has spaces or characters that no header can carry.',
        'Give the token alone, without "Bearer".',
      );

const readCredentials: Reader = (text) =>
  /^[^:\p{C}]+:[^\p{C}]*$/u.test(text)
    ? ok(text)
    : fail('invalid-input', 'The proxy credentials have no user and password.', 'Give them as user:password.');

const readSecret: Reader = (text) =>
  /\p{Cc}/u.test(text)
    ? fail('invalid-input', 'The client secret has control characters in it.', 'Give the secret alone, on one line.')
    : ok(text);

const texts: [name: SecretName & keyof SecretsInput, read: Reader][] = [
  ['bearer', readToken],
  ['clientSecret', readSecret],
  ['proxyCredentials', readCredentials],
];

/** Text without the line end that files and here-documents add. */
const trimmed = (bytes: Buffer) => bytes.toString('utf8').replace(/[\r\n]+$/, '');

/**
 * Reads what was handed over. Fails as readGiven does; with `invalid-input` for what cannot be sent, `key-unusable` and
 * `certificate-unusable` for keys and PFX files; no failure repeats a secret.
 */
export async function readSecrets(ports: Ports, input: SecretsInput = {}): Promise<Reply<ReadSecrets>> {
  const found: ReadSecrets = { put: new Map(), forget: new Set() };
  for (const [name, read] of texts) {
    const given = input[name] as Given | null | undefined;
    if (given === null) found.forget.add(name);
    if (!given) continue;
    const bytes = await readGiven(ports, given, secretWords[name]);
    if (!bytes.ok) return bytes;
    const text = read(trimmed(bytes.value));
    if (!text.ok) return text;
    if (text.value === '') return fail('secret-missing', `${secretWords[name]} is empty.`, 'Give the value itself.');
    found.put.set(name, text.value);
  }
  const keys = await readKeys(ports, input, found);
  return keys.ok ? readHeaders(ports, input.headers, found) : keys;
}

async function readKeys(ports: Ports, input: SecretsInput, found: ReadSecrets): Promise<Reply<ReadSecrets>> {
  if (input.clientPfx && input.clientKey)
    return fail('invalid-input', 'There is a PFX file and a key beside it.', 'Give one of the two.');
  for (const [name, given, passphrase] of [
    ['clientKey', input.clientPfx ?? input.clientKey, input.passphrase],
    ['udapKey', input.udapKey, input.udapPassphrase ?? input.passphrase],
  ] as const) {
    if (given === null) found.forget.add(name);
    if (!given) continue;
    const opens = passphrase ? await readGiven(ports, passphrase, 'the passphrase') : undefined;
    if (opens && !opens.ok) return opens;
    const bytes = await readGiven(ports, given, secretWords[name]);
    if (!bytes.ok) return bytes;
    const read = about(secretWords[name], await readPrivateKey(bytes.value, opens && trimmed(opens.value)));
    if (!read.ok) return read;
    const { key, certificates } = read.value;
    found.put.set(name, key.export({ type: 'pkcs8', format: 'pem' }).toString());
    if (name === 'udapKey' || !input.clientPfx) continue;
    const [own] = certificates;
    if (!own || !new X509Certificate(own).checkPrivateKey(key))
      return fail(
        'certificate-unusable',
        'There is no certificate for the key in the PFX file.',
        'Export it again together with the certificate.',
      );
    const valid = about('the client certificate', readCertificates(certificates.join('\n'), ports.clock.now()));
    if (!valid.ok) return valid;
    found.clientCertificate = certificates.join('\n');
  }
  return ok(found);
}

/** Headers that are the transport's own (RFC 9110, section 7.6), or that the console sets itself. */
const notExtra =
  /^(host|connection|content-length|content-type|transfer-encoding|upgrade|te|trailer|expect|keep-alive|proxy-.*)$/;

async function readHeaders(
  ports: Ports,
  given: SecretsInput['headers'],
  found: ReadSecrets,
): Promise<Reply<ReadSecrets>> {
  if (given === undefined) return ok(found);
  const headers: Record<string, string> = {};
  for (const one of given ?? []) {
    const bytes = await readGiven(ports, one, secretWords.headers);
    if (!bytes.ok) return bytes;
    const [, name = '', value = ''] =
      /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):\s*([\t\x20-\x7e\x80-\xff]+)$/.exec(trimmed(bytes.value)) ?? [];
    if (!name || !value.trim())
      return fail(
        'invalid-input',
        'An extra header is not written as a header.',
        'Give it as "Name: value", on one line.',
      );
    const known = name.toLowerCase();
    if (notExtra.test(known) || Object.hasOwn(headers, known))
      return fail(
        'invalid-input',
        `The header ${name} ${notExtra.test(known) ? 'is set by the console itself' : 'is given twice'}.`,
        'Leave it out.',
      );
    headers[known] = value.trim();
  }
  if (Object.keys(headers).length === 0) found.forget.add('headers');
  else found.put.set('headers', JSON.stringify(headers));
  return ok(found);
}
