import {
  codeOf,
  conceptText,
  moneyText,
  personName,
  quantityText,
  referenceText,
} from '../../../shared/fhir/datatype.ts';
import { dig, isObject, type JsonObject, listOf, textOf } from '../../../shared/fhir/json.ts';
import { chipOf } from '../../ui/json-lines.ts';

/** A value in words, a document that can be opened, or more facts. */
export type FactValue =
  | { words: string; code?: string }
  | { document: { pointer: string; bytes: number; name: string } }
  | { facts: Fact[] };

/** One member of a resource: its name for people, and what it says. */
export interface Fact {
  label: string;
  values: FactValue[];
}

const hidden = new Set(['resourceType', 'id', 'meta', 'text', 'contained', 'implicitRules', 'language']);
/** Below this people read JSON. */
const deepest = 4;
/** Items of one list that are told. */
const mostItems = 100;

// Elements whose name goes on with the type of their value (FHIR R4, choice of data types).
const choices =
  /^(value|effective|onset|abatement|performed|occurrence|occurred|medication|deceased|multipleBirth|serviced|timing|asNeeded|dose|rate|product|item|location|diagnosis|procedure|reported|born|age|defaultValue|created|allowed|used|content)([A-Z][A-Za-z]+)$/;

/** `valueQuantity` is Value, `referenceRange` is Reference range. */
export function labelOf(member: string): string {
  const name = choices.exec(member)?.[1] ?? member;
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const period = (value: JsonObject): string | undefined => {
  const [start, end] = [textOf(value.start), textOf(value.end)];
  return start || end ? `${start ?? '…'} to ${end ?? '…'}` : undefined;
};

const has = (value: JsonObject, ...members: string[]): boolean =>
  members.some((member) => Object.hasOwn(value, member));

/** A datatype people read in one line; undefined for what has parts of its own. */
function inWords(value: JsonObject): FactValue | undefined {
  const words = (text: string | undefined, code?: string): FactValue | undefined =>
    text === undefined ? undefined : { words: text, ...(code !== undefined && code !== text && { code }) };
  const chip = chipOf(value.data);
  if (chip) {
    const name = textOf(value.title) ?? textOf(value.contentType) ?? 'Document';
    return { document: { pointer: chip.pointer, bytes: chip.bytes, name } };
  }
  if (has(value, 'coding')) return words(conceptText(value), codeOf(value));
  if (has(value, 'currency')) return words(moneyText(value));
  if (has(value, 'numerator')) {
    return words(`${quantityText(value.numerator) ?? '?'} / ${quantityText(value.denominator) ?? '?'}`);
  }
  if (has(value, 'low', 'high') && !has(value, 'type')) {
    return words(`${quantityText(value.low) ?? '…'} to ${quantityText(value.high) ?? '…'}`);
  }
  if (typeof value.value === 'number') return words(quantityText(value));
  if (has(value, 'reference') || (has(value, 'display', 'identifier') && !has(value, 'code')))
    return words(referenceText(value));
  if (has(value, 'family', 'given')) return words(personName(value));
  if (has(value, 'start', 'end')) return words(period(value));
  if (has(value, 'line', 'city', 'postalCode')) {
    return words([...listOf(value.line), value.city, value.state, value.postalCode].filter(Boolean).join(', '));
  }
  if (typeof value.value === 'string') {
    const kind = textOf(dig(value, 'type', 'text')) ?? textOf(value.system);
    return words(`${value.value}${kind ? ` (${kind})` : ''}`);
  }
  if (has(value, 'code') && has(value, 'system', 'display')) return words(conceptText(value), codeOf(value));
  const keys = Object.keys(value).filter((key) => key !== 'time' && !key.startsWith('author'));
  return keys.length === 1 && typeof value.text === 'string' ? words(value.text) : undefined;
}

function valuesOf(value: unknown, depth: number): FactValue[] {
  if (Array.isArray(value)) return value.slice(0, mostItems).flatMap((one) => valuesOf(one, depth));
  if (!isObject(value)) return value === null ? [] : [{ words: typeof value === 'string' ? value : String(value) }];
  const length = dig(value, '$text', 'length');
  if (typeof length === 'number') return [{ words: `a text of ${length} letters` }];
  const plain = inWords(value);
  if (plain) return [plain];
  if (depth >= deepest) return [{ words: 'more, in its JSON' }];
  const facts = factsIn(value, depth + 1);
  return facts.length === 0 ? [] : [{ facts }];
}

function factsIn(value: JsonObject, depth: number): Fact[] {
  return Object.entries(value).flatMap(([member, inside]): Fact[] => {
    if ((depth === 0 && hidden.has(member)) || member.startsWith('_')) return [];
    if (member === 'extension' || member === 'modifierExtension') {
      const urls = listOf(inside).flatMap((one) => textOf(dig(one, 'url')) ?? []);
      return urls.length === 0 ? [] : [{ label: labelOf(member), values: urls.map((words) => ({ words })) }];
    }
    const values = valuesOf(inside, depth);
    return values.length === 0 ? [] : [{ label: labelOf(member), values }];
  });
}

/** Any resource as facts in the order of its JSON: codes and types in words, parts below their names. */
export const factsOf = (resource: unknown): Fact[] => (isObject(resource) ? factsIn(resource, 0) : []);
