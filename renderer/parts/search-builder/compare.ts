import { type SearchParameter, type SearchPrefix, searchPrefixes } from '../../../shared/fhir/search.ts';
import { modifiersOf, prefixesOf, resultParameters } from '../../../shared/fhir/search-rules.ts';
import { readValues, valuesText } from './values.ts';

/** One way to compare: `''` none, a comparator such as `ge`, a modifier with its colon such as `:exact`, or `*` for several at once. */
export interface Compare {
  id: string;
  /** In words: "from", "contains". */
  label: string;
  /** As it stands in the query. */
  note: string;
}

const plain: Record<string, string> = {
  string: 'begins with',
  date: 'on',
  number: 'is',
  quantity: 'is',
};

const dateWords: Record<SearchPrefix, string> = {
  eq: 'exactly on',
  ne: 'not on',
  gt: 'after',
  lt: 'before',
  ge: 'from',
  le: 'until',
  sa: 'starts after',
  eb: 'ends before',
  ap: 'around',
};

const numberWords: Record<SearchPrefix, string> = {
  eq: 'equals',
  ne: 'is not',
  gt: 'more than',
  lt: 'less than',
  ge: 'at least',
  le: 'at most',
  sa: 'starts above',
  eb: 'ends below',
  ap: 'about',
};

const modifierWords: Record<string, string> = {
  missing: 'missing',
  contains: 'contains',
  exact: 'exactly',
  text: 'text says',
  not: 'not',
  above: 'above',
  below: 'below',
  in: 'in set',
  'not-in': 'not in set',
  'of-type': 'of type',
  identifier: 'identifier',
  iterate: 'iterate',
};

const modifierWord = (modifier: string): string => modifierWords[modifier] ?? modifier;

const prefixWord = (kind: string, prefix: SearchPrefix): string => (kind === 'date' ? dateWords : numberWords)[prefix];

const isPrefix = (id: string): id is SearchPrefix => searchPrefixes.some((prefix) => prefix === id);

/** Whether values of a parameter of this type may carry comparators. */
export const isOrdered = (kind: string | undefined): boolean => kind !== undefined && prefixesOf(kind).length > 0;

/** How a parameter compares now, as the id of a `Compare`. */
export function compareOf(param: SearchParameter, kind: string | undefined): string {
  if (param.modifier !== undefined) return `:${param.modifier}`;
  if (!isOrdered(kind)) return '';
  const prefixes = new Set(param.values.map(({ prefix }) => prefix ?? ''));
  const [first = ''] = prefixes;
  return prefixes.size > 1 ? '*' : first;
}

/** The word for no comparator and no modifier; several values mean any of them. */
const plainWord = (kind: string | undefined, count: number): string =>
  count > 1 ? 'any of' : ((kind && plain[kind]) ?? 'is');

/**
 * The ways a parameter may compare by its type (FHIR R4 search), plain first. What the parameter carries now is always among them, legal
 * or not, so that nothing typed is lost by looking at it. Parameters that shape the answer compare in no way.
 */
export function comparesFor(param: SearchParameter, kind: string | undefined): Compare[] {
  const first: Compare = { id: '', label: plainWord(kind, param.values.length), note: '' };
  const isResult = Object.hasOwn(resultParameters, param.name);
  const prefixes = kind && !isResult ? prefixesOf(kind) : [];
  const modifiers = isResult ? [] : modifiersOf(kind ?? 'special');
  const listed: Compare[] = [
    first,
    // The plain form of a date already means eq; eq itself is only offered where it stands.
    ...prefixes
      .filter((prefix) => prefix !== 'eq')
      .map((prefix) => ({ id: prefix, label: prefixWord(kind ?? '', prefix), note: prefix })),
    ...modifiers
      .filter((modifier) => modifier !== 'missing')
      .map((modifier) => ({ id: `:${modifier}`, label: modifierWord(modifier), note: `:${modifier}` })),
    ...(modifiers.includes('missing') ? [{ id: ':missing', label: 'missing', note: ':missing' }] : []),
  ];
  const now = compareOf(param, kind);
  if (listed.some(({ id }) => id === now)) return listed;
  if (now === '*') return [...listed, { id: '*', label: 'as written', note: 'each its own' }];
  const label = isPrefix(now) ? prefixWord(kind ?? '', now) : modifierWord(now.slice(1));
  return [...listed, { id: now, label, note: now }];
}

/** The parameter with another comparison. The values stay, except where `:missing` begins or ends: it takes true or false only. */
export function withCompare(param: SearchParameter, id: string, kind: string | undefined): SearchParameter {
  const { modifier: before, ...rest } = param;
  if (id === '*') return param;
  if (id === ':missing') return { ...rest, modifier: 'missing', values: [{ text: 'true' }] };
  const values = before === 'missing' ? [] : param.values;
  if (isPrefix(id)) return { ...rest, values: values.map(({ text }) => ({ prefix: id, text })) };
  const bare = isOrdered(kind) ? values.map(({ text }) => ({ text })) : readValues(valuesText(values, true));
  return id === '' ? { ...rest, values: bare } : { ...rest, modifier: id.slice(1), values: bare };
}
