import type { SearchRequest } from '@medplum/core';

const prefixes = new Set(['ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb', 'ap']);

/**
 * The library's reading of a search, turned back into the parameters it came from. Conditional interactions are parsed by
 * the library; going back lets them be understood by the same rules as every other search.
 */
export function pairsOf(request: SearchRequest): [string, string][] {
  const pairs = (request.filters ?? []).map(({ code, operator, value }): [string, string] => {
    if (operator === 'eq') return [code, value];
    return prefixes.has(operator) ? [code, operator + value] : [`${code}:${operator}`, value];
  });
  if (request.count !== undefined) pairs.push(['_count', String(request.count)]);
  if (request.offset) pairs.push(['_offset', String(request.offset)]);
  return pairs;
}
