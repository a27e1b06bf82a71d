import { findType, type ServerAbilities } from './abilities.ts';
import { nearest } from './nearest.ts';
import { parameterLabel, type SearchParameter, type SearchValue, splitToken } from './search.ts';
import { codesFor } from './search-codes.ts';
import { finding, type SearchFinding } from './search-finding.ts';
import { prefixesOf, resultParameters } from './search-rules.ts';

/** One value of one parameter, with what is known about the parameter. */
export interface ValueInPlace {
  type: string;
  param: SearchParameter;
  value: SearchValue;
  /** The parameter's type, where known. */
  kind: string | undefined;
  abilities: ServerAbilities | undefined;
}

const dateForm =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?)?)?$/;

const longMonths = [1, 3, 5, 7, 8, 10, 12];

function daysOf(year: number, month: number): number {
  if (month !== 2) return longMonths.includes(month) ? 31 : 30;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

/** Whether a text is a date, dateTime or instant in any precision a search may use (2020, 2020-02, 2020-02-29, with time). */
export function isSearchDate(text: string): boolean {
  const [, year, month = '01', day = '01', hour = '00', minute = '00', second = '00'] = dateForm.exec(text) ?? [];
  if (year === undefined || Number(month) < 1 || Number(month) > 12 || Number(day) < 1) return false;
  const isDay = Number(day) <= daysOf(Number(year), Number(month));
  return isDay && Number(hour) <= 23 && Number(minute) <= 59 && Number(second) <= 60;
}

const isNumber = (text: string): boolean => /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text);

function checkCode({ type, param, value }: ValueInPlace, label: string): SearchFinding[] {
  const codes = param.modifier === undefined || param.modifier === 'not' ? codesFor(type, param.name) : undefined;
  const code = splitToken(value.text).at(-1) ?? '';
  if (!codes || code === '' || codes.includes(code)) return [];
  const near = code === 'recurrance' ? 'recurrence' : nearest(code, codes);
  const next = near ? `Did you mean ${near}?` : `The codes are ${codes.join(', ')}.`;
  const message = `${code} is not a code of ${type}.${param.name}; a server refuses it or finds fewer hits.`;
  return [finding('search-code', 'warning', label, message, next)];
}

function checkDate(text: string, label: string): SearchFinding[] {
  if (isSearchDate(text)) return [];
  if (/T.* \d{2}:\d{2}$/.test(text)) {
    const message = 'A plus sign in a URL means a space, so the time zone is lost.';
    return [finding('search-date', 'error', label, message, 'Write the plus sign as %2B.')];
  }
  const message = `${text} is not a date.`;
  return [finding('search-date', 'error', label, message, 'Write YYYY, YYYY-MM, YYYY-MM-DD or a time with its zone.')];
}

function checkTyped(place: ValueInPlace, label: string): SearchFinding[] {
  const { kind, param, value } = place;
  if (param.modifier === 'missing') {
    if (value.text === 'true' || value.text === 'false') return [];
    return [finding('search-value', 'error', label, ':missing takes true or false.', 'Write true or false.')];
  }
  const bare = value.prefix !== undefined && (isSearchDate(value.text) || isNumber(value.text));
  if (bare && kind && prefixesOf(kind).length === 0) {
    const message = `A ${kind} parameter carries no comparator; ${value.prefix} is read as part of the value.`;
    return [finding('search-prefix', 'warning', label, message, `Leave out ${value.prefix}.`)];
  }
  const amount = splitToken(value.text)[0] ?? '';
  if (kind === 'date') return checkDate(value.text, label);
  if ((kind === 'number' || kind === 'quantity') && !isNumber(amount)) {
    return [finding('search-number', 'error', label, `${amount} is not a number.`, 'Write digits, with a point.')];
  }
  return kind === 'token' ? checkCode(place, label) : [];
}

function checkInclude({ type, param, value, abilities }: ValueInPlace, label: string): SearchFinding[] {
  const ability = findType(abilities, type);
  const listed = (param.name === '_include' ? ability?.searchInclude : ability?.searchRevInclude) ?? [];
  if (value.text !== '*' && !/^[A-Z][A-Za-z]+:([\w-]+|\*)(:[A-Z][A-Za-z]+)?$/.test(value.text)) {
    const message = `${value.text} is not of the form Type:parameter.`;
    return [finding('search-include', 'error', label, message, 'Write it like Provenance:target.')];
  }
  const short = value.text.split(':').slice(0, 2).join(':');
  if (listed.length === 0 || listed.some((one) => one === '*' || one === short || one === value.text)) return [];
  const message = `The server does not list ${value.text} for ${type}.`;
  return [finding('search-include', 'warning', label, message, `It lists ${listed.join(', ')}.`)];
}

function checkResult(place: ValueInPlace, label: string): SearchFinding[] {
  const { param, value } = place;
  if (param.name === '_include' || param.name === '_revinclude') return checkInclude(place, label);
  const text = (value.prefix ?? '') + value.text;
  if (param.name === '_count' && !/^\d+$/.test(text)) {
    return [finding('search-number', 'error', label, '_count takes a whole number.', 'Write digits only.')];
  }
  const values = resultParameters[param.name]?.values;
  if (!values || values.includes(text)) return [];
  return [
    finding('search-value', 'error', label, `${text} is no value of ${param.name}.`, `Write ${values.join(', ')}.`),
  ];
}

/** What is doubtful about one value of a search. */
export function checkValue(place: ValueInPlace): SearchFinding[] {
  const label = parameterLabel(place.param);
  const { text } = place.value;
  if (/^\[[^\]]*\]$/.test(text)) {
    const message = `${text} is a placeholder, not a value.`;
    return [finding('search-placeholder', 'error', label, message, 'Put the real value in its place.')];
  }
  return Object.hasOwn(resultParameters, place.param.name) ? checkResult(place, label) : checkTyped(place, label);
}
