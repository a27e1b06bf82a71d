import type { BundleEntry, Resource } from '@medplum/fhirtypes';
import type { Database, ResourceRow, Sql } from './database.ts';
import { filterSql } from './filter-sql.ts';
import type { SqlContext } from './sql-context.ts';
import { includedRows } from './included-rows.ts';
import type { SearchQuery } from './search-query.ts';
import { subset } from './subset.ts';

/** One page of results. */
export interface SearchPage {
  /** Number of matches on all pages; absent when the client did not want it counted. */
  total?: number;
  /** Matches of this page, then what they bring along. */
  entry: BundleEntry<Resource>[];
  /** Whether another page follows. */
  more: boolean;
}

function matchesSql(context: SqlContext, query: SearchQuery): Sql {
  const perType = query.types.map((type): Sql => {
    const limit = context.confinement?.sql('s', type, 'r.rid');
    const conditions = [...query.filters.map((filter) => filterSql(context, type, filter)), ...(limit ? [limit] : [])];
    return {
      text: ['SELECT r.rid, r.key, r.type, r.json FROM resource r WHERE r.type = ? AND r.deleted = 0']
        .concat(conditions.map(({ text }) => text))
        .join(' AND '),
      values: [type, ...conditions.flatMap(({ values }) => values)],
    };
  });
  return {
    text: perType.map(({ text }) => text).join(' UNION ALL '),
    values: perType.flatMap(({ values }) => values),
  };
}

/** ORDER BY: the lowest value of a resource when ascending, its highest when descending; those without a value last. */
function orderSql(context: SqlContext, query: SearchQuery): Sql {
  const values: string[] = [];
  const keys = query.sort.map(({ code, descending }) => {
    values.push(code);
    const type = context.definitions.searchParameters(query.types[0] ?? '').get(code)?.type;
    const ordered = type === 'date' || type === 'number' || type === 'quantity';
    const column = ordered ? (descending ? 'e.high' : 'e.low') : 'e.value';
    const pick = descending ? 'max' : 'min';
    const value = `(SELECT ${pick}(${column}) FROM entry e WHERE e.rid = q.rid AND e.code = ?)`;
    return `${value} ${descending ? 'DESC' : 'ASC'} NULLS LAST`;
  });
  return { text: [...keys, 'q.rid'].join(', '), values };
}

/** Runs a search and reads one page. The order is total, so pages neither repeat nor lose a resource. `mayBring` decides on what includes bring. */
export function runSearch(
  database: Database,
  context: SqlContext,
  query: SearchQuery,
  mayBring: (row: ResourceRow) => boolean,
): SearchPage {
  const matches = matchesSql(context, query);
  const order = orderSql(context, query);
  const total = query.withTotal || query.count === 0 ? countRows(database, matches) : undefined;
  if (query.count === 0) return { total, entry: [], more: false };
  const found = database.all<ResourceRow>(`SELECT * FROM (${matches.text}) q ORDER BY ${order.text} LIMIT ? OFFSET ?`, [
    ...matches.values,
    ...order.values,
    query.count + 1,
    query.offset,
  ]);
  const page = found.slice(0, query.count);
  const brought = includedRows(database, context.definitions, query, page, mayBring);
  const entry: BundleEntry<Resource>[] = [
    ...page.map((row) => ({ resource: subset(read(row), query), search: { mode: 'match' as const } })),
    ...brought.map((row) => ({ resource: read(row), search: { mode: 'include' as const } })),
  ];
  return { ...(total === undefined ? {} : { total }), entry, more: found.length > page.length };
}

const read = (row: ResourceRow): Resource => JSON.parse(row.json) as Resource;

const countRows = (database: Database, { text, values }: Sql): number =>
  database.get<{ n: number }>(`SELECT count(*) AS n FROM (${text})`, values)?.n ?? 0;
