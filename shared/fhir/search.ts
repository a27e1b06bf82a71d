/** Comparators a date, number or quantity may carry (FHIR R4 search, prefixes). */
export const searchPrefixes = ['eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb', 'ap'] as const;
/** One of them. */
export type SearchPrefix = (typeof searchPrefixes)[number];

/** One of the comma-separated values of a parameter. `text` keeps FHIR's own escapes (`\,` `\|` `\$`), but no percent-encoding. */
export interface SearchValue {
  prefix?: SearchPrefix;
  text: string;
}

/** One parameter of a search; repeating a parameter means AND, several values mean OR. */
export interface SearchParameter {
  /** Without modifier, decoded: `code`, `patient.name`, `subject:Patient.name`, `_has:Observation:patient:code`. */
  name: string;
  /** What followed the last colon: `exact`, `not`, a resource type. */
  modifier?: string;
  /** Empty only where the parameter stood without `=`. */
  values: SearchValue[];
}

/** A search string as data. */
export interface Search {
  /** What stands before the `?`: a resource type, as a rule; '' where nothing does. */
  type: string;
  params: SearchParameter[];
}

// A plus sign is a space, as every server reads it; a stray percent sign stays what it is.
function decode(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}

// Only what would change the meaning of the string is encoded, so that a Task's query stays readable.
const encode = (text: string, more: string): string =>
  text
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/[%&#+"<>\s]|\p{Cc}|[^\p{ASCII}]/gu, (letter) => encodeURIComponent(letter))
    .replace(/=/g, more);

/** Splits at a separator unless a backslash stands before it; the escapes are kept. */
function splitUnescaped(text: string, separator: string): string[] {
  const parts = [''];
  for (let at = 0; at < text.length; at++) {
    const letter = text.charAt(at);
    if (letter === separator) parts.push('');
    else parts[parts.length - 1] += letter === '\\' ? letter + text.charAt(++at) : letter;
  }
  return parts;
}

function readValue(text: string): SearchValue {
  // Without a digit behind it, `ge` or `ne` begins a word, not a comparison.
  const prefix = searchPrefixes.find((one) => text.startsWith(one) && /^[-.]?\d/.test(text.slice(2)));
  return prefix ? { prefix, text: text.slice(2) } : { text };
}

function readName(written: string): { name: string; modifier?: string } {
  if (written.startsWith('_has:')) return { name: written };
  const colon = written.indexOf(':', written.lastIndexOf('.') + 1);
  if (colon < 0) return { name: written };
  return { name: written.slice(0, colon), modifier: written.slice(colon + 1) };
}

function readParameter(text: string): SearchParameter {
  const equals = text.indexOf('=');
  if (equals < 0) return { ...readName(decode(text)), values: [] };
  const values = splitUnescaped(decode(text.slice(equals + 1)), ',').map(readValue);
  return { ...readName(decode(text.slice(0, equals))), values };
}

/** `name` and, where the name is followed by a colon, its modifier, as they stand in a URL. */
export const parameterLabel = (param: SearchParameter): string =>
  param.modifier === undefined ? param.name : `${param.name}:${param.modifier}`;

/**
 * A search such as `Observation?code=4548-4&date=ge2020` as data. Text without a `?` is a type, or parameters where it has an `=`.
 * Nothing is lost on the way back through formatSearch, percent-encoding aside. Source: FHIR R4 search.
 */
export function parseSearch(text: string): Search {
  const whole = text.trim();
  const mark = whole.indexOf('?');
  const [type, query] =
    mark >= 0 ? [whole.slice(0, mark), whole.slice(mark + 1)] : whole.includes('=') ? ['', whole] : [whole, ''];
  return {
    type: decode(type),
    params: query
      .split('&')
      .filter((part) => part !== '')
      .map(readParameter),
  };
}

const valueToText = (value: SearchValue): string => (value.prefix ?? '') + value.text;

const parameterToText = (param: SearchParameter): string => {
  const name = encode(parameterLabel(param), '%3D');
  return param.values.length === 0 ? name : `${name}=${encode(param.values.map(valueToText).join(','), '=')}`;
};

/** A search as a string: `Type?name:modifier=value,value&...`, or `Type` alone where there is no parameter. */
export function formatSearch(search: Search): string {
  const query = search.params.map(parameterToText).join('&');
  const type = encode(search.type, '=');
  return query === '' ? type : `${type}?${query}`;
}

/** A plain text made fit to stand as one value: comma, bar, dollar and backslash escaped. */
export const escapeValue = (text: string): string => text.replace(/[\\,|$]/g, '\\$&');

/** The plain text of one value, its escapes undone. */
export const unescapeValue = (text: string): string => text.replace(/\\([\\,|$])/g, '$1');

/** The bar-separated parts of a token or quantity value, escapes undone: `system|code`, `value|system|unit`. */
export const splitToken = (text: string): string[] => splitUnescaped(text, '|').map(unescapeValue);
