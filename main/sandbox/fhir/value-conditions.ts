import { spanOf } from './dates.ts';
import type { Sql } from './database.ts';
import type { SearchDefinition, SearchType } from './definitions.ts';
import { IDENTIFIER_MARK, OF_TYPE_MARK } from './index-rows.ts';
import { problem } from './problems.ts';
import { foldText, splitEscaped, unescapeText } from './text.ts';

/** What a condition on one value needs to know. The SQL speaks of the table `entry` under the name e. */
export interface Wanted {
  definition: Pick<SearchDefinition, 'code' | 'target'>;
  type: SearchType;
  modifier?: string;
  /** One alternative, still escaped. */
  value: string;
  relative(url: string): string;
  /** Milliseconds; the prefix `ap` widens with the distance from now. */
  now: number;
}

const prefixes = /^(eq|ne|gt|lt|ge|le|sa|eb|ap)(?=[\d.+-])/;

function splitPrefix(value: string): [prefix: string, rest: string] {
  const prefix = prefixes.exec(value)?.[1];
  return prefix ? [prefix, value.slice(2)] : ['eq', value];
}

/** Compares the kept span with the wanted one by the prefixes of R4 search, section 2.21.1.5. */
function compare(prefix: string, from: number, to: number): Sql {
  switch (prefix) {
    case 'ne':
      return { text: 'NOT (e.low >= ? AND e.high <= ?)', values: [from, to] };
    case 'gt':
      return { text: 'e.high > ?', values: [to] };
    case 'lt':
      return { text: 'e.low < ?', values: [from] };
    case 'ge':
      return { text: 'e.high >= ?', values: [from] };
    case 'le':
      return { text: 'e.low <= ?', values: [to] };
    case 'sa':
      return { text: 'e.low > ?', values: [to] };
    case 'eb':
      return { text: 'e.high < ?', values: [from] };
    case 'ap':
      return { text: 'e.low <= ? AND e.high >= ?', values: [to, from] };
    default:
      return { text: 'e.low >= ? AND e.high <= ?', values: [from, to] };
  }
}

function dateCondition({ value, definition, now }: Wanted): Sql {
  const [prefix, text] = splitPrefix(unescapeText(value));
  const span = spanOf(text);
  if (!span) {
    throw problem(
      400,
      `"${text}" in ${definition.code} is not a FHIR date, such as 2024, 2024-05 or 2024-05-31T09:30Z.`,
    );
  }
  const slack = prefix === 'ap' ? Math.abs(now - span.from) * 0.1 : 0;
  return compare(prefix, span.from - slack, span.to + slack);
}

/** The number with half a unit of its last digit to each side: 100 stands for 99.5 up to 100.5. */
function numberCondition(text: string, code: string): Sql {
  const [prefix, digits] = splitPrefix(text);
  const number = Number(digits);
  if (digits.trim() === '' || !Number.isFinite(number)) throw problem(400, `"${digits}" in ${code} is not a number.`);
  if (prefix === 'ap') {
    const slack = Math.abs(number) * 0.1;
    return compare(prefix, number - slack, number + slack);
  }
  if (prefix !== 'eq' && prefix !== 'ne') return compare(prefix, number, number);
  const [mantissa = '', exponent = '0'] = digits.toLowerCase().split('e');
  const half = 0.5 * 10 ** (Number(exponent) - (mantissa.split('.')[1]?.length ?? 0));
  return compare(prefix, number - half, number + half);
}

function quantityCondition({ value, definition }: Wanted): Sql {
  const [amount = '', system = '', unit = ''] = splitEscaped(value, '|').map(unescapeText);
  const condition = numberCondition(amount, definition.code);
  if (system) {
    condition.text += ' AND e.system = ?';
    condition.values.push(system);
  }
  if (unit) {
    condition.text += system ? ' AND e.value = ?' : ' AND (e.value = ? OR e.text = ?)';
    condition.values.push(...(system ? [unit] : [unit, unit]));
  }
  return condition;
}

function stringCondition({ value, modifier }: Wanted): Sql {
  const text = unescapeText(value);
  if (modifier === 'exact') return { text: 'e.system = ?', values: [text] };
  const folded = foldText(text);
  if (modifier === 'contains') return { text: 'instr(e.value, ?) > 0', values: [folded] };
  return { text: 'e.value >= ? AND e.value < ?', values: [folded, `${folded}\u{10ffff}`] };
}

function tokenCondition({ value, modifier, definition }: Wanted): Sql {
  if (modifier === 'text') return { text: 'instr(e.text, ?) > 0', values: [foldText(unescapeText(value))] };
  const parts = splitEscaped(value, '|').map(unescapeText);
  if (modifier === 'of-type') {
    const [system = '', code = '', wanted = ''] = parts;
    if (parts.length !== 3) throw problem(400, `${definition.code}:of-type needs system|code|value.`);
    return { text: 'e.text = ? AND e.system = ? AND e.value = ?', values: [OF_TYPE_MARK, `${system}|${code}`, wanted] };
  }
  const [first = '', second] = parts;
  if (second === undefined) return { text: 'e.value = ? AND e.text <> ?', values: [first, OF_TYPE_MARK] };
  if (first === '') return { text: "e.value = ? AND coalesce(e.system, '') = ''", values: [second] };
  if (second === '') return { text: 'e.system = ?', values: [first] };
  // An element of type code has its code system implied, so any system fits it.
  return { text: 'e.value = ? AND (e.system = ? OR e.system IS NULL)', values: [second, first] };
}

function referenceCondition({ value, modifier, definition, relative }: Wanted): Sql {
  if (modifier === 'identifier') {
    const { text, values } = tokenCondition({ ...({ definition, value } as Wanted) });
    return { text: `e.text = ? AND ${text}`, values: [IDENTIFIER_MARK, ...values] };
  }
  const wanted = relative(unescapeText(value)).replace(/\/_history\/[^/]+$/, '');
  if (modifier) {
    const typed = wanted.includes('/') ? wanted : `${modifier}/${wanted}`;
    const fits = typed.startsWith(`${modifier}/`);
    return fits ? { text: 'e.value = ? AND e.text = ?', values: [typed, ''] } : { text: 'FALSE', values: [] };
  }
  if (wanted.includes('/') || !/^[A-Za-z0-9.-]{1,64}$/.test(wanted)) {
    return { text: 'e.value = ? AND e.text = ?', values: [wanted, ''] };
  }
  const targets = (definition.target ?? []).map((type) => `${type}/${wanted}`);
  return {
    text: `e.text = '' AND e.value IN (${[wanted, ...targets].map(() => '?').join()})`,
    values: [wanted, ...targets],
  };
}

function uriCondition({ value, modifier }: Wanted): Sql {
  const uri = unescapeText(value);
  if (modifier === 'below') {
    return { text: '(e.value = ? OR (e.value >= ? AND e.value < ?))', values: [uri, `${uri}/`, `${uri}/\u{10ffff}`] };
  }
  if (modifier === 'above') return { text: "(e.value = ? OR instr(? || '/', e.value || '/') = 1)", values: [uri, uri] };
  return { text: 'e.value = ?', values: [uri] };
}

const modifiers: Record<SearchType, readonly string[]> = {
  string: ['exact', 'contains'],
  token: ['not', 'text', 'of-type'],
  reference: ['identifier'],
  uri: ['below', 'above'],
  date: [],
  number: [],
  quantity: [],
  composite: [],
};

/** Refuses a modifier this server does not apply; `missing` fits everywhere, a type name fits references. */
export function checkModifier(definition: SearchDefinition, modifier: string | undefined): void {
  if (!modifier || modifier === 'missing' || modifiers[definition.type].includes(modifier)) return;
  if (definition.type === 'reference' && (definition.target ?? []).includes(modifier)) return;
  throw problem(400, `The modifier :${modifier} does not work with ${definition.code} on this server.`, {
    code: 'not-supported',
    expression: [`${definition.code}:${modifier}`],
    diagnostics: `With ${definition.code} it applies ${['missing', ...modifiers[definition.type]].join(', ')}.`,
  });
}

/** The condition under which a row of the index fits one wanted value. */
export function valueCondition(wanted: Wanted): Sql {
  switch (wanted.type) {
    case 'date':
      return dateCondition(wanted);
    case 'number':
      return numberCondition(unescapeText(wanted.value), wanted.definition.code);
    case 'quantity':
      return quantityCondition(wanted);
    case 'string':
      return stringCondition(wanted);
    case 'token':
      return tokenCondition(wanted);
    case 'reference':
      return referenceCondition(wanted);
    case 'uri':
      return uriCondition(wanted);
    case 'composite':
      throw problem(400, `${wanted.definition.code} is composed of other parameters and cannot stand inside another.`);
  }
}
