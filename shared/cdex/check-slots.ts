import type { Finding } from '../domain/finding.ts';
import { isObject, listOf, textOf } from '../fhir/json.ts';
import { error } from './findings.ts';
import { systemOf, type TaskSlot } from './task-slots.ts';

/** How a known input or output must look: the systems its type code may come from, and its value[x]. */
export interface SlotShape {
  systems: readonly string[];
  /** Legal members, the first being the right one. */
  values: readonly string[];
  /** True where at most one may stand. */
  single?: boolean;
}

const isText = (value: unknown): boolean => textOf(value) !== undefined;

/** What each value[x] we know must hold. */
const holds: Record<string, { fits: (value: unknown) => boolean; what: string }> = {
  valueBoolean: { fits: (value) => typeof value === 'boolean', what: 'true or false' },
  valueCanonical: { fits: isText, what: 'a URL' },
  valueCodeableConcept: { fits: isObject, what: 'codes or a text' },
  valueDate: { fits: isText, what: 'a date' },
  valueReference: { fits: isObject, what: 'a reference' },
  valueString: { fits: isText, what: 'a text' },
  valueUrl: { fits: isText, what: 'a URL' },
};

function checkValue(slot: TaskSlot, code: string, shape: SlotShape, rule: string): Finding[] {
  const [expected = ''] = shape.values;
  const given = Object.keys(slot.slot).filter((name) => /^value[A-Z]/.test(name) && slot.slot[name] !== '');
  const value = shape.values.find((one) => given.includes(one));
  const path = `${slot.path}.${expected}`;
  if (!value) return [error(rule, path, `The ${code} entry has no ${expected}.`, `Give it a ${expected}.`)];
  const { fits, what } = holds[value] ?? { fits: () => true, what: '' };
  if (!fits(slot.slot[value])) {
    const message = `The ${value} of the ${code} entry does not hold ${what}.`;
    return [error(rule, `${slot.path}.${value}`, message, `Write ${what} there.`)];
  }
  const [other] = given.filter((name) => name !== value);
  // Of an entry of two types each value belongs to one; that it asks for two things is said elsewhere.
  if (other === undefined || slot.codes.length > 1) return [];
  const message = `The ${code} entry has more than one value: ${value} and ${other}.`;
  return [error(rule, `${slot.path}.${other}`, message, `Keep ${value}.`)];
}

function checkShape(slot: TaskSlot, code: string, shape: SlotShape, rule: string): Finding[] {
  const [system = ''] = shape.systems;
  const found = checkValue(slot, code, shape, rule);
  if (shape.systems.some((one) => one === systemOf(slot, code))) return found;
  const message = `The code ${code} belongs to the system ${system}.`;
  return [error(rule, `${slot.path}.type.coding.system`, message, `Write ${system}.`), ...found];
}

/** Holds the known inputs or outputs against their shapes; unknown ones are left alone, the slicing being open. */
export function checkShapes(slots: readonly TaskSlot[], shapes: Record<string, SlotShape>, rule: string): Finding[] {
  const found: Finding[] = [];
  const seen = new Set<string>();
  for (const slot of slots) {
    for (const code of new Set(slot.codes)) {
      const shape = Object.hasOwn(shapes, code) ? shapes[code] : undefined;
      if (!shape) continue;
      found.push(...checkShape(slot, code, shape, rule));
      if (shape.single && seen.has(code))
        found.push(error(rule, slot.path, `${code} stands more than once.`, 'Keep one.'));
      seen.add(code);
    }
  }
  return found;
}

/** Inputs without a type code cannot be told apart. */
export const checkTyped = (slots: readonly TaskSlot[], rule: string): Finding[] =>
  slots
    .filter((slot) => slot.codes.length === 0)
    .map((slot) => error(rule, `${slot.path}.type`, 'It does not say what it is.', 'Give its type a coding.'));

/** A CodeableConcept that asks for something must say for what. */
export function checkConcept(slot: TaskSlot, rule: string): Finding[] {
  const concept = slot.slot.valueCodeableConcept;
  if (!isObject(concept) || textOf(concept.text) || listOf(concept.coding).length > 0) return [];
  const path = `${slot.path}.valueCodeableConcept`;
  return [error(rule, path, 'It names neither a code nor a text.', 'Say what is asked for.')];
}

/** A canonical is the whole URL of a thing, with or without |version: an address on one server does not do. Source: FHIR R4 canonical. */
export function checkCanonical(slot: TaskSlot): Finding[] {
  const name = textOf(slot.slot.valueCanonical) ? 'valueCanonical' : 'valueString';
  const url = textOf(slot.slot[name]);
  if (!url || /^(https?:\/\/[^\s|#]+|urn:[^\s|#]+)(\|[^\s|#]+)?(#\S+)?$/i.test(url)) return [];
  const message = `${url} is not the canonical URL of a questionnaire.`;
  return [error('canonical', `${slot.path}.${name}`, message, 'Write its whole URL, and |version where it matters.')];
}
