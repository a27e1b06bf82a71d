import type { Database, ResourceRow } from './database.ts';
import type { Definitions } from './definitions.ts';
import type { IncludeRule, SearchQuery } from './search-query.ts';

/** Rounds of :iterate, and resources brought along in all; a search that would bring more stops here. */
const LIMIT = { rounds: 6, resources: 1000 };

const marks = (list: unknown[]): string => list.map(() => '?').join();

function referenceCodes(definitions: Definitions, type: string, code: string): string[] {
  if (code !== '*') return [code];
  return [...definitions.searchParameters(type).values()]
    .filter((definition) => definition.type === 'reference')
    .map((definition) => definition.code);
}

/** What the rows refer to by the rule: literal references, and canonical URLs through the parameter `url`. */
function forwards(database: Database, definitions: Definitions, rule: IncludeRule, from: ResourceRow[]): ResourceRow[] {
  const sources = from.filter(({ type }) => rule.source === '*' || rule.source === type);
  return sources.flatMap(({ rid, type }) => {
    const codes = referenceCodes(definitions, type, rule.code);
    const values = database
      .all<{ value: string }>(`SELECT value FROM entry WHERE rid = ? AND text = '' AND code IN (${marks(codes)})`, [
        rid,
        ...codes,
      ])
      .map(({ value }) => value);
    if (!values.length) return [];
    const target = rule.target ? ' AND r.type = ?' : '';
    const targetValue = rule.target ? [rule.target] : [];
    return database.all<ResourceRow>(
      `SELECT r.rid, r.key, r.type, r.json FROM resource r WHERE r.deleted = 0${target} AND (r.key IN (${marks(values)})
        OR r.rid IN (SELECT e.rid FROM entry e WHERE e.code = 'url' AND e.type = r.type AND e.value IN (${marks(values)})))`,
      [...targetValue, ...values, ...values],
    );
  });
}

/** What refers to the rows by the rule. */
function backwards(
  database: Database,
  definitions: Definitions,
  rule: IncludeRule,
  from: ResourceRow[],
): ResourceRow[] {
  const keys = from.filter(({ type }) => !rule.target || rule.target === type).map(({ key }) => key);
  const codes = referenceCodes(definitions, rule.source, rule.code);
  if (!keys.length || !codes.length) return [];
  return database.all<ResourceRow>(
    `SELECT r.rid, r.key, r.type, r.json FROM resource r WHERE r.deleted = 0 AND r.rid IN
      (SELECT e.rid FROM entry e WHERE e.type = ? AND e.code IN (${marks(codes)}) AND e.value IN (${marks(keys)}))
      ORDER BY r.rid`,
    [rule.source, ...codes, ...keys],
  );
}

/**
 * The resources that `_include` and `_revinclude` bring along for a page, each once and none that is already a match. What `mayBring`
 * keeps back brings nothing either.
 */
export function includedRows(
  database: Database,
  definitions: Definitions,
  query: Pick<SearchQuery, 'include' | 'revinclude'>,
  page: ResourceRow[],
  mayBring: (row: ResourceRow) => boolean,
): ResourceRow[] {
  const seen = new Set(page.map(({ key }) => key));
  const brought: ResourceRow[] = [];
  let from = page;
  for (let round = 0; from.length && round < LIMIT.rounds && brought.length < LIMIT.resources; round += 1) {
    const due = (rule: IncludeRule) => round === 0 || rule.iterate;
    const found = [
      ...query.include.filter(due).flatMap((rule) => forwards(database, definitions, rule, from)),
      ...query.revinclude.filter(due).flatMap((rule) => backwards(database, definitions, rule, from)),
    ];
    from = [];
    for (const row of found) {
      if (seen.has(row.key)) continue;
      seen.add(row.key);
      if (!mayBring(row)) continue;
      brought.push(row);
      from.push(row);
    }
  }
  return brought;
}
