import { formatSearch, parseSearch, type SearchPrefix, type SearchValue } from '../../../shared/fhir/search.ts';

/** Values as one text, separated by commas; `withPrefix` writes each value's comparator before it. */
export const valuesText = (values: readonly SearchValue[], withPrefix: boolean): string =>
  values.map(({ prefix = '', text }) => (withPrefix ? prefix + text : text)).join(',');

/**
 * Values of a text, as they would be read in a query: separated by commas that no backslash stands before, each with its comparator.
 * `prefix` is given to those that carry none themselves. Nothing in the text: no values.
 */
export function readValues(text: string, prefix?: SearchPrefix): SearchValue[] {
  if (text === '') return [];
  const query = formatSearch({ type: '', params: [{ name: 'v', values: [{ text }] }] });
  const values = parseSearch(query).params[0]?.values ?? [];
  return prefix ? values.map((value) => ({ prefix, ...value })) : values;
}

const day = 86_400_000;

const units: [ms: number, one: string][] = [
  [365.25 * day, 'y'],
  [30.44 * day, 'mo'],
  [day, 'd'],
  [day / 24, 'h'],
];

function distance(at: number, now: number): string {
  const away = Math.abs(now - at);
  const [ms, unit] = units.find(([size]) => away >= size) ?? [day / 24, 'h'];
  const count = Math.round(away / ms);
  if (count === 0) return 'now';
  return at < now ? `${count} ${unit} back` : `in ${count} ${unit}`;
}

const precisions: [form: RegExp, words: string][] = [
  [/^\d{4}$/, 'to the year'],
  [/^\d{4}-\d{2}$/, 'to the month'],
  [/^\d{4}-\d{2}-\d{2}$/, 'to the day'],
  [/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})?$/, 'to the minute'],
  [/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/, 'to the second'],
];

/** What a date value says beside its digits: how exact it is and how far away, "to the year, 10 y back". Empty for what is no date. */
export function dateWords(text: string, now: number): string {
  const precision = precisions.find(([form]) => form.test(text))?.[1];
  const at = Date.parse(text);
  if (!precision || Number.isNaN(at)) return '';
  return `${precision}, ${distance(at, now)}`;
}

const systems: Record<string, string> = {
  'http://loinc.org': 'LOINC',
  'http://snomed.info/sct': 'SNOMED',
  'http://www.nlm.nih.gov/research/umls/rxnorm': 'RxNorm',
  'http://hl7.org/fhir/sid/icd-10-cm': 'ICD-10',
  'http://hl7.org/fhir/sid/us-npi': 'NPI',
  'http://www.ama-assn.org/go/cpt': 'CPT',
  'http://hl7.org/fhir/sid/cvx': 'CVX',
};

/** A code system in a word: its usual name, else the end of its address. */
const systemWord = (system: string): string => systems[system] ?? system.split(/[/:]/).filter(Boolean).at(-1) ?? system;

/** A token value's parts for a chip: its system in a word, and its code. Escapes stay as written. */
export function chipParts(text: string): { system?: string; code: string } {
  const bar = text.search(/(?<!\\)\|/);
  if (bar < 0) return { code: text };
  return { ...(bar > 0 && { system: systemWord(text.slice(0, bar)) }), code: text.slice(bar + 1) || '(any code)' };
}
