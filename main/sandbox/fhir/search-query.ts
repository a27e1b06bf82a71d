import type { Definitions, SearchDefinition } from './definitions.ts';
import { problem } from './problems.ts';

/** One condition of a search: on the resource itself, on what it refers to, on what refers to it, or either of several. */
export type SearchFilter =
  | { kind: 'value'; code: string; modifier?: string; value: string }
  | { kind: 'chain'; code: string; target?: string; next: SearchFilter }
  | { kind: 'has'; type: string; code: string; next: SearchFilter }
  | { kind: 'any'; filters: SearchFilter[] };

/** Which resources to bring along, forwards or backwards. `code` may be `*`. */
export interface IncludeRule {
  source: string;
  code: string;
  target?: string;
  iterate: boolean;
}

/** A search as understood, ready to run. */
export interface SearchQuery {
  types: string[];
  filters: SearchFilter[];
  sort: { code: string; descending: boolean }[];
  /** Page size; 0 asks for the total alone. */
  count: number;
  offset: number;
  withTotal: boolean;
  include: IncludeRule[];
  revinclude: IncludeRule[];
  elements?: string[];
  summary?: 'true' | 'text' | 'data';
  /** Parameters nobody here knows, left out because the client asked for lenient handling. */
  ignored: string[];
  /** The parameters that took part, for the links; without the offset. */
  used: [string, string][];
}

/** Page size without `_count`, and the largest one. */
export const PAGE = { usual: 20, most: 1000 };

/** Conditions of one search, and steps of one chain; nobody needs more, and SQLite has limits of its own. */
const MOST = { filters: 100, steps: 8 };

function parseFilter(key: string, value: string, depth = 1): SearchFilter {
  if (depth > MOST.steps) throw problem(400, `A chain may have ${MOST.steps} steps at most.`, { code: 'too-costly' });
  if (key.startsWith('_has:')) {
    const [, type = '', code = '', ...rest] = key.split(':');
    if (!rest.length) throw problem(400, `_has needs the form _has:Type:reference:parameter, but was "${key}".`);
    return { kind: 'has', type, code, next: parseFilter(rest.join(':'), value, depth + 1) };
  }
  const dot = key.indexOf('.');
  const [code = '', qualifier] = (dot < 0 ? key : key.slice(0, dot)).split(/:(.*)/s);
  if (dot < 0) return { kind: 'value', code, value, ...(qualifier ? { modifier: qualifier } : {}) };
  return {
    kind: 'chain',
    code,
    ...(qualifier ? { target: qualifier } : {}),
    next: parseFilter(key.slice(dot + 1), value, depth + 1),
  };
}

/** The types a chain may pass through: those named, or those the reference allows that have the next parameter. */
export function chainTargets(definitions: Definitions, definition: SearchDefinition, filter: SearchFilter): string[] {
  if (filter.kind !== 'chain') return [];
  const allowed = filter.target ? [filter.target] : (definition.target ?? []);
  return allowed.filter((type) => knows(definitions, type, filter.next));
}

/** Whether a type has every parameter a filter names. */
function knows(definitions: Definitions, type: string, filter: SearchFilter): boolean {
  if (filter.kind === 'has') {
    const back = definitions.searchParameters(filter.type).get(filter.code);
    return back?.type === 'reference' && knows(definitions, filter.type, filter.next);
  }
  if (filter.kind === 'any') return filter.filters.every((one) => knows(definitions, type, one));
  const definition = definitions.searchParameters(type).get(filter.code);
  if (!definition) return false;
  if (filter.kind === 'value') return true;
  return definition.type === 'reference' && chainTargets(definitions, definition, filter).length > 0;
}

function parseInclude(key: string, value: string): IncludeRule {
  const [source = '', code = '', target] = value.split(':');
  if (!source || !code) {
    throw problem(400, `${key} needs the form Type:parameter, but was "${value}".`, { expression: [key] });
  }
  return { source, code, ...(target ? { target } : {}), iterate: /:(iterate|recurse)$/.test(key) };
}

/** A whole number from a parameter; everything else is refused. */
export function parseNumber(key: string, value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw problem(400, `${key} must be a whole number, but was "${value}".`);
  return Number(value);
}

/** The largest page an answer has room for is `PAGE.most`. */
function readControl(query: SearchQuery, key: string, value: string): boolean {
  switch (key) {
    case '_count':
      query.count = Math.min(parseNumber(key, value), PAGE.most);
      return true;
    case '_offset':
      query.offset = parseNumber(key, value);
      return true;
    case '_sort':
      query.sort.push(
        ...value.split(',').map((code) => ({ code: code.replace(/^-/, ''), descending: code.startsWith('-') })),
      );
      return true;
    case '_total':
      query.withTotal = value !== 'none';
      return true;
    case '_elements':
      query.elements = [...(query.elements ?? []), ...value.split(',').map((name) => name.trim())];
      return true;
    case '_summary':
      if (value === 'count') query.count = 0;
      else if (value === 'true' || value === 'text' || value === 'data') query.summary = value;
      else if (value !== 'false') throw problem(400, `_summary cannot be "${value}".`);
      return true;
    case '_include':
    case '_include:iterate':
    case '_include:recurse':
      query.include.push(parseInclude(key, value));
      return true;
    case '_revinclude':
    case '_revinclude:iterate':
    case '_revinclude:recurse':
      query.revinclude.push(parseInclude(key, value));
      return true;
    default:
      // How to write the answer, and cache busting, are not conditions.
      return ['_format', '_pretty', '_type', '_'].includes(key);
  }
}

function checkNames(definitions: Definitions, query: SearchQuery, lenient: boolean): void {
  for (const type of query.types) {
    for (const { code } of query.sort) {
      if (definitions.searchParameters(type).has(code)) continue;
      if (!lenient) throw problem(400, `${type} cannot be sorted by "${code}": no such search parameter.`);
      query.ignored.push(`_sort=${code}`);
    }
  }
  query.sort = query.sort.filter(({ code }) => !query.ignored.includes(`_sort=${code}`));
  for (const [key, rules] of [
    ['_include', query.include],
    ['_revinclude', query.revinclude],
  ] as const) {
    for (const { source, code } of rules) {
      const wild = code === '*' || source === '*';
      if (!wild && definitions.searchParameters(source).get(code)?.type !== 'reference') {
        throw problem(400, `${key} names ${source}:${code}, which is not a reference parameter here.`);
      }
    }
  }
}

/**
 * Reads the parameters of a search. A parameter without value is left out, as R4 search asks.
 * Unknown parameters are refused by name, or left out and listed when `lenient` (Prefer: handling=lenient);
 * modifiers are never ignored, because leaving one out would widen the answer.
 */
export function parseSearch(
  definitions: Definitions,
  types: string[],
  pairs: Iterable<readonly [string, string]>,
  lenient = false,
): SearchQuery {
  const query: SearchQuery = {
    types,
    filters: [],
    sort: [],
    count: PAGE.usual,
    offset: 0,
    withTotal: true,
    include: [],
    revinclude: [],
    ignored: [],
    used: [],
  };
  for (const [key, value] of pairs) {
    if (value === '') continue;
    if (!readControl(query, key, value)) {
      const filter = parseFilter(key, value);
      const stranger = types.find((type) => !knows(definitions, type, filter));
      if (stranger) {
        if (!lenient) throw unknownParameter(stranger, key, [...definitions.searchParameters(stranger).keys()]);
        query.ignored.push(key);
        continue;
      }
      query.filters.push(filter);
      if (query.filters.length > MOST.filters) {
        throw problem(400, `A search may have ${MOST.filters} conditions at most.`, { code: 'too-costly' });
      }
    }
    if (key !== '_offset' && key !== '_') query.used.push([key, value]);
  }
  checkNames(definitions, query, lenient);
  return query;
}

function unknownParameter(type: string, key: string, known: string[]): Error {
  return problem(400, `${type} has no search parameter "${key}" on this server.`, {
    code: 'not-supported',
    expression: [key],
    diagnostics: `It knows ${known.sort().join(', ')}. Send Prefer: handling=lenient to have unknown ones left out.`,
  });
}
