import { findType } from '../../shared/fhir/abilities.ts';
import { parseReference } from '../../shared/fhir/reference.ts';
import { formatSearch } from '../../shared/fhir/search.ts';
import { search } from '../exchange/search.ts';
import { describeOutput } from './describe-output.ts';
import type { Listed } from './follow-documents.ts';
import { type Content, fetchedContent, type Means } from './output-content.ts';
import { abilitiesOf, declares } from './server-abilities.ts';

/** Outputs asked about in one go. */
const most = 20;

/** Type/id of a content that is a resource of the partner's own server and brought no Provenance along. */
function targetOf({ url, survey }: Content, baseUrl: string): string | undefined {
  if (!url || survey?.resourceType === 'Provenance') return undefined;
  if (survey?.included.some(({ resourceType }) => resourceType === 'Provenance')) return undefined;
  const { type, id, underBase } = parseReference(url, baseUrl);
  return type && id && underBase ? `${type}/${id}` : undefined;
}

/**
 * Looks for the Provenance of what was fetched, where the server declares that it can be searched by target (HRex Provenance, CONF-008), and
 * puts what is found at the end of the list. That none is found, or that the server fails, changes nothing.
 */
export async function fetchProvenance(means: Means, list: Listed[]): Promise<void> {
  const { kit, heavy, partner, signal } = means;
  const targets = list.flatMap(({ content, output }, of) => {
    const target = content && output.as === undefined ? targetOf(content, partner.baseUrl) : undefined;
    return target ? [{ of, target }] : [];
  });
  if (targets.length === 0) return;
  const declared = await abilitiesOf(kit, heavy, partner);
  if (!declared.ok || !declares(declared.value, 'Provenance', 'search-type')) return;
  const names = findType(declared.value.abilities, 'Provenance')?.searchParameters.map(({ name }) => name) ?? [];
  if (names.length > 0 && !names.includes('target')) return;
  for (const { of, target } of targets.slice(0, most)) {
    if (signal.aborted) return;
    const query = formatSearch({ type: 'Provenance', params: [{ name: 'target', values: [{ text: target }] }] });
    const reply = await search(kit.door, partner, query, false, { approach: 'task', note: 'Provenance', signal });
    if (!reply.ok) continue;
    const content = await fetchedContent(means, { ...reply.value, url: `${partner.baseUrl}/${query}` });
    if (!content.ok || !content.value.survey?.matches) continue;
    const lead = { reference: query, kind: 'relative', as: 'provenance', of } as const;
    list.push({ output: describeOutput(lead, content.value, []), content: content.value, chain: [] });
  }
}
