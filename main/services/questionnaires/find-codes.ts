import { fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import type { FoundCodes } from '../../../shared/contract/questionnaires.ts';
import { dig, numberOf, objectsOf, typeOfResource } from '../../../shared/fhir/json.ts';
import { type Choice, codesIn } from '../../../shared/fhir/questionnaire/value-sets.ts';
import type { Partner } from '../../exchange/partner.ts';
import { readResource } from '../../exchange/read.ts';
import type { Kit } from '../kit.ts';

/** Codes of a value set that are offered for choosing; one with more is searched. */
export const mostCodes = 1_000;

/** What an exchange about a value set needs. */
interface Means {
  kit: Kit;
  server: Partner;
  signal: AbortSignal;
}

function expand(canonical: string, more: Record<string, string>, { kit, server, signal }: Means) {
  const [url = '', version] = canonical.split('|');
  const wanted = new URLSearchParams({ url, ...(version ? { valueSetVersion: version } : {}), ...more });
  const context = { approach: 'task' as const, note: 'value set', signal };
  return readResource(kit.door, server, `ValueSet/$expand?${wanted}`, context);
}

const totalOf = (valueSet: unknown): number | undefined => numberOf(dig(valueSet, 'expansion', 'total'));

/** Whether a refusal says that the whole would be too much (FHIR R4, issue-type too-costly). */
const isTooCostly = (outcome: unknown): boolean =>
  objectsOf(dig(outcome, 'issue')).some(({ code }) => code === 'too-costly');

/**
 * The codes of a value set as the server itself works them out (FHIR R4, ValueSet/$expand); `too-many` where there are more than can be
 * offered, undefined where it does not expand it.
 */
export async function expandedAt(
  canonical: string,
  means: Means & { exchangeIds: string[] },
): Promise<Choice[] | 'too-many' | undefined> {
  const reply = await expand(canonical, { count: String(mostCodes) }, means);
  if (!reply.ok) return isTooCostly(reply.error.outcome) ? 'too-many' : undefined;
  means.exchangeIds.push(reply.value.exchangeId);
  const codes = codesIn(reply.value.resource);
  if (!codes) return undefined;
  // A server that says no total may have stopped at the count.
  const total = totalOf(reply.value.resource) ?? (codes.length === mostCodes ? mostCodes + 1 : codes.length);
  return Math.max(total, codes.length) > mostCodes ? 'too-many' : codes;
}

/** The codes of a value set that fit some words, by the server's own understanding of them (ValueSet/$expand with filter). */
export async function findCodes(
  { valueSet, filter, count }: { valueSet: string; filter: string; count: number },
  means: Means,
): Promise<Reply<FoundCodes>> {
  const reply = await expand(valueSet, { filter, count: String(count) }, means);
  if (!reply.ok) return reply;
  const { resource, exchangeId } = reply.value;
  if (typeOfResource(resource) !== 'ValueSet')
    return fail(
      'not-fhir',
      `The server answered the search for “${filter}” with ${typeOfResource(resource) ?? 'something'} instead of a ValueSet.`,
      'Look at the exchange, and ask whoever runs the server.',
      { exchangeId },
    );
  const total = totalOf(resource);
  const codes = (codesIn(resource) ?? []).slice(0, count);
  return ok({ codes, ...(total !== undefined && { total }), exchangeId });
}
