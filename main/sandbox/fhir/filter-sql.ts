import type { Sql } from './database.ts';
import type { SearchDefinition } from './definitions.ts';
import { componentCode } from './index-resource.ts';
import { problem } from './problems.ts';
import { chainTargets, type SearchFilter } from './search-query.ts';
import { either } from './sql.ts';
import type { SqlContext } from './sql-context.ts';
import { splitEscaped } from './text.ts';
import { checkModifier, valueCondition } from './value-conditions.ts';

/** Alternatives one parameter may list; SQLite takes some 32000 values in all. */
const MOST_ALTERNATIVES = 5000;

function compositeSql(context: SqlContext, type: string, definition: SearchDefinition, alternative: string): Sql {
  const parts = splitEscaped(alternative, '$');
  const components = definition.component ?? [];
  if (parts.length !== components.length) {
    throw problem(400, `${definition.code} needs ${components.length} values joined by $, but was "${alternative}".`);
  }
  // Each part must hold inside the same repetition of the element, so the sets are of resource and group together.
  const sets = components.map((component, at) => {
    const value = parts[at] ?? '';
    const condition = valueCondition({ ...context, definition, type: component.type, value });
    return {
      text: `SELECT e.rid, e.grp FROM entry e WHERE e.type = ? AND e.code = ? AND (${condition.text})`,
      values: [type, componentCode(definition.code, at), ...condition.values],
    };
  });
  return {
    text: `SELECT rid FROM (${sets.map(({ text }) => text).join(' INTERSECT ')})`,
    values: sets.flatMap(({ values }) => values),
  };
}

function valueSql(context: SqlContext, type: string, filter: SearchFilter & { kind: 'value' }, rid: string): Sql {
  const definition = context.definitions.searchParameters(type).get(filter.code);
  if (!definition) throw problem(400, `${type} has no search parameter "${filter.code}" on this server.`);
  const { modifier } = filter;
  checkModifier(definition, modifier);
  if (modifier === 'missing') {
    if (filter.value !== 'true' && filter.value !== 'false') {
      throw problem(400, `${filter.code}:missing must be true or false.`);
    }
    const code = definition.type === 'composite' ? componentCode(definition.code, 0) : definition.code;
    const set = 'SELECT e.rid FROM entry e WHERE e.type = ? AND e.code = ?';
    return { text: `${rid} ${filter.value === 'true' ? 'NOT ' : ''}IN (${set})`, values: [type, code] };
  }
  const alternatives = splitEscaped(filter.value, ',').filter((value) => value !== '');
  if (!alternatives.length) throw problem(400, `${filter.code} has only empty values.`);
  if (alternatives.length > MOST_ALTERNATIVES) {
    throw problem(400, `${filter.code} lists more than ${MOST_ALTERNATIVES} values.`, { code: 'too-costly' });
  }
  if (definition.type === 'composite') {
    const sets = alternatives.map((alternative) => compositeSql(context, type, definition, alternative));
    return either(sets.map(({ text, values }) => ({ text: `${rid} IN (${text})`, values })));
  }
  const condition = either(
    alternatives.map((value) =>
      valueCondition({
        ...context,
        definition,
        type: definition.type,
        value,
        ...(modifier && modifier !== 'not' ? { modifier } : {}),
      }),
    ),
  );
  return {
    text: `${rid} ${modifier === 'not' ? 'NOT ' : ''}IN (SELECT e.rid FROM entry e WHERE e.type = ? AND e.code = ? AND (${condition.text}))`,
    values: [type, definition.code, ...condition.values],
  };
}

/** A condition on resources that a search looks through, together with what its sender may search there. */
function within({ confinement }: SqlContext, type: string, inner: Sql, rid: string): Sql {
  const limit = confinement?.sql('s', type, rid);
  return limit ? { text: `${inner.text} AND ${limit.text}`, values: [...inner.values, ...limit.values] } : inner;
}

/** The types a chain may pass through; those its sender may not search are left out, unless none is left. */
function openTargets(context: SqlContext, type: string, filter: SearchFilter & { kind: 'chain' }): string[] {
  const definition = context.definitions.searchParameters(type).get(filter.code);
  const targets = definition ? chainTargets(context.definitions, definition, filter) : [];
  const open = targets.filter((target) => context.confinement?.opens('s', target) ?? true);
  return open.length ? open : targets;
}

/**
 * The SQL condition for one filter on resources of a type, where `rid` is the SQL name of the resource's row.
 * Conditions are sets of rows, not correlated EXISTS: SQLite walks each set once.
 */
export function filterSql(context: SqlContext, type: string, filter: SearchFilter, rid = 'r.rid'): Sql {
  switch (filter.kind) {
    case 'any':
      return either(filter.filters.map((one) => filterSql(context, type, one, rid)));
    case 'value':
      return valueSql(context, type, filter, rid);
    case 'chain': {
      const hops = openTargets(context, type, filter).map((target): Sql => {
        const inner = within(context, target, filterSql(context, target, filter.next, 'x.rid'), 'x.rid');
        return {
          text: `${rid} IN (SELECT h.rid FROM entry h WHERE h.type = ? AND h.code = ? AND h.value IN
            (SELECT x.key FROM resource x WHERE x.type = ? AND x.deleted = 0 AND ${inner.text}))`,
          values: [type, filter.code, target, ...inner.values],
        };
      });
      if (!hops.length) throw problem(400, `The chain through ${type}.${filter.code} leads nowhere on this server.`);
      return either(hops);
    }
    case 'has': {
      const inner = within(context, filter.type, filterSql(context, filter.type, filter.next, 'h.rid'), 'h.rid');
      return {
        text: `${rid} IN (SELECT x.rid FROM resource x WHERE x.key IN
          (SELECT h.value FROM entry h WHERE h.type = ? AND h.code = ? AND ${inner.text}))`,
        values: [filter.type, filter.code, ...inner.values],
      };
    }
  }
}
