import type { Sql } from './database.ts';
import { filterSql } from './filter-sql.ts';
import { memberSql } from './member-sql.ts';
import { isWhole, type Permission, type Region, type Rights } from './rights.ts';
import { either } from './sql.ts';
import type { Confinement, SqlContext } from './sql-context.ts';

const writes: readonly Permission[] = ['c', 'u', 'd'];

function regionSql(context: SqlContext, type: string, region: Region, rid: string, isWrite: boolean): Sql {
  const { memberId, identifiers = [], filters } = region;
  const parts = [
    ...(memberId === undefined ? [] : [memberSql(type, { memberId, identifiers }, context.base, rid, isWrite)]),
    ...filters.map((filter) => filterSql(context, type, filter, rid)),
  ];
  return { text: `(${parts.map(({ text }) => text).join(' AND ')})`, values: parts.flatMap(({ values }) => values) };
}

/** The confinement of these rights. Its own conditions are free of it: `context` is one without rights. */
export function confinementOf(rights: Rights, context: SqlContext): Confinement {
  return {
    opens: (permission, type) => rights.regions(permission, type).length > 0,
    sql(permission, type, rid) {
      const regions = rights.regions(permission, type);
      if (!regions.length) throw rights.refusal(permission, type);
      if (regions.some(isWhole)) return undefined;
      return either(regions.map((region) => regionSql(context, type, region, rid, writes.includes(permission))));
    },
  };
}
