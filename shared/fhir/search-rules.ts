import { type ServerAbilities, findType } from './abilities.ts';
import type { SearchPrefix } from './search.ts';
import { searchPrefixes } from './search.ts';

/** FHIR R4 search parameter types. */
export type SearchParameterType =
  | 'number'
  | 'date'
  | 'string'
  | 'token'
  | 'reference'
  | 'composite'
  | 'quantity'
  | 'uri'
  | 'special';

const ordered: readonly SearchPrefix[] = searchPrefixes;

/** The comparators each type may carry; types not named carry none (FHIR R4 search, prefixes). */
export const prefixesOf = (type: string): readonly SearchPrefix[] =>
  type === 'number' || type === 'date' || type === 'quantity' ? ordered : [];

const modifiers: Record<string, readonly string[]> = {
  string: ['contains', 'exact', 'text'],
  token: ['text', 'not', 'above', 'below', 'in', 'not-in', 'of-type'],
  reference: ['identifier', 'above', 'below'],
  uri: ['above', 'below'],
};

/** The modifiers each type may carry besides `missing`, which all may; a reference also takes a resource type (FHIR R4 search, modifiers). */
export const modifiersOf = (type: string): readonly string[] => ['missing', ...(modifiers[type] ?? [])];

/** Whether a modifier is legal for a parameter of this type. */
export const isModifierOf = (type: string, modifier: string): boolean =>
  modifiersOf(type).includes(modifier) || (type === 'reference' && /^[A-Z][A-Za-z]+$/.test(modifier));

/** Parameters that shape the answer instead of choosing what is in it, with the values a closed set allows. */
export const resultParameters: Record<string, { about: string; values?: readonly string[] }> = {
  _sort: { about: 'Order of the matches: parameter names, a minus sign before a name turns it round.' },
  _count: { about: 'How many matches a page holds.' },
  _include: { about: 'Also brings what the matches refer to: Type:parameter.' },
  _revinclude: { about: 'Also brings what refers to the matches, such as Provenance:target.' },
  _summary: { about: 'How much of each resource comes.', values: ['true', 'text', 'data', 'count', 'false'] },
  _total: { about: 'Whether the matches are counted.', values: ['none', 'estimate', 'accurate'] },
  _elements: { about: 'Root elements to bring, separated by commas.' },
  _contained: { about: 'Whether contained resources are searched.', values: ['true', 'false', 'both'] },
  _containedType: { about: 'What comes for a contained match.', values: ['container', 'contained'] },
  _format: { about: 'Format of the answer.' },
  _pretty: { about: 'Whether the answer is laid out for people.', values: ['true', 'false'] },
};

/** Search parameters every resource type has (FHIR R4 search, parameters for all resources). */
export const commonParameters: Record<string, SearchParameterType> = {
  _id: 'token',
  _lastUpdated: 'date',
  _tag: 'token',
  _profile: 'uri',
  _security: 'token',
  _source: 'uri',
  _text: 'string',
  _content: 'string',
  _list: 'special',
  _query: 'token',
  _filter: 'special',
  _type: 'special',
};

// US Core's and CDex's searches use these names with one meaning everywhere; for the rest the server's own statement is asked.
const known: Record<string, SearchParameterType> = {
  'abatement-date': 'date',
  'asserted-date': 'date',
  authored: 'date',
  'authored-on': 'date',
  beneficiary: 'reference',
  birthdate: 'date',
  category: 'token',
  class: 'token',
  'clinical-status': 'token',
  code: 'token',
  created: 'date',
  date: 'date',
  encounter: 'reference',
  family: 'string',
  gender: 'token',
  given: 'string',
  identifier: 'token',
  intent: 'token',
  issued: 'date',
  member: 'reference',
  name: 'string',
  'onset-date': 'date',
  owner: 'reference',
  patient: 'reference',
  period: 'date',
  'recorded-date': 'date',
  requester: 'reference',
  status: 'token',
  subject: 'reference',
  target: 'reference',
  type: 'token',
  'value-quantity': 'quantity',
};

/** The type of a search parameter: as the server says, else as FHIR has it for well-known names; undefined when unknown. */
export function parameterType(type: string, name: string, abilities?: ServerAbilities): string | undefined {
  const said = findType(abilities, type)?.searchParameters.find((one) => one.name === name)?.type;
  const common = Object.hasOwn(commonParameters, name) ? commonParameters[name] : undefined;
  return said || common || (Object.hasOwn(known, name) ? known[name] : undefined);
}
