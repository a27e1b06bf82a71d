import { fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import type { CommandParsed } from '../../../shared/contract/commands.ts';
import { secretHeader } from '../../../shared/cdex/subscription-urls.ts';
import { subscriptionSecret } from '../../credentials/vault.ts';
import type { Kit } from '../kit.ts';
import { readGiven } from '../read-given.ts';

/** A header the partner is to send, with its value. In memory only. */
export interface GivenHeader {
  name: string;
  value: string;
}

/** Headers that are the transport's own (RFC 9110, section 7.6), or that say what the body is. */
const notOurs = /^(host|connection|content-.*|transfer-encoding|upgrade|te|trailer|expect|keep-alive|proxy-.*)$/;

/** Reads the headers that were named. Fails as readGiven does, and with `invalid-input` for what no partner can send. */
export async function readHeaders(
  { ports }: Kit,
  asked: CommandParsed<'subscriptions.create'>['headers'] = [],
): Promise<Reply<GivenHeader[]>> {
  const headers: GivenHeader[] = [];
  const taken = new Set([secretHeader.toLowerCase()]);
  for (const { name, value: given } of asked) {
    const known = name.toLowerCase();
    if (notOurs.test(known) || taken.has(known))
      return fail(
        'invalid-input',
        `The header ${name} ${taken.has(known) ? 'is set already' : 'is the transport’s own'}.`,
        'Leave it out.',
      );
    const bytes = await readGiven(ports, given, `the header ${name}`);
    if (!bytes.ok) return bytes;
    const value = bytes.value
      .toString('utf8')
      .replace(/[\r\n]+$/, '')
      .trim();
    if (!/^[\t\x20-\x7e\x80-\xff]+$/.test(value))
      return fail('invalid-input', `The value of ${name} cannot stand in a header.`, 'Give it on one line, alone.');
    taken.add(known);
    headers.push({ name, value });
  }
  return ok(headers);
}

/** Keeps the values in the vault: a renewal sends them again. Nothing is kept where there are none. Fails as the vault does. */
export async function keepHeaders({ vault }: Kit, id: string, headers: readonly GivenHeader[]): Promise<Reply<void>> {
  return headers.length === 0 ? ok(undefined) : vault.put(subscriptionSecret(id, 'headers'), JSON.stringify(headers));
}

/** The headers that were kept. Fails as the vault does. */
export async function keptHeaders({ vault }: Kit, id: string): Promise<Reply<GivenHeader[]>> {
  const reference = subscriptionSecret(id, 'headers');
  if (!vault.has(reference)) return ok([]);
  return vault.use(reference, 'the headers of the subscription', (text) => JSON.parse(text) as GivenHeader[]);
}

/** Forgets them; a vault that was never made has nothing to forget. */
export async function forgetHeaders({ vault }: Kit, id: string): Promise<void> {
  if (vault.has(subscriptionSecret(id, 'headers'))) await vault.forget(subscriptionSecret(id, ''));
}

/** What of headers is secret in an exchange: each value, and the token inside it. */
export const secretsOf = (headers: readonly GivenHeader[]): string[] =>
  headers.flatMap(({ value }) => [value, value.replace(/^\w+ /, '')]);
