import type { Sql } from './database.ts';
import { filterSql, type SqlContext } from './filter-sql.ts';
import { memberSql } from './member-sql.ts';
import { isWhole, type Permission, type Region, type Rights } from './rights.ts';
import { either } from './sql.ts';

const writes: readonly Permission[] = ['c', 'u', 'd'];

/** How rights narrow SQL: what every condition on a resource is joined with, its own and that of every resource it looks through. */
export interface Confinement {
  /** The condition for resources of a type; throws the refusal (403) where the permission opens nothing of it. */
  sql(permission: Permission, type: string, rid: string): Sql | undefined;
  /** Whether the permission opens any of the type. */
  opens(permission: Permission, type: string): boolean;
}

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
