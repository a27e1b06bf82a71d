import { codesOf, codingsOf } from '../fhir/datatype.ts';
import { dig, type JsonObject, objectsOf, textOf } from '../fhir/json.ts';

/** One input or output of a Task, with where it stands. */
export interface TaskSlot {
  slot: JsonObject;
  /** Codes of its type, whatever their systems: the guide's own invariants look at codes only. */
  codes: string[];
  /** FHIRPath-like place, such as Task.input[0]. */
  path: string;
}

const slotsOf = (task: unknown, name: 'input' | 'output'): TaskSlot[] =>
  objectsOf(dig(task, name)).map((slot, index) => ({
    slot,
    codes: codesOf(slot.type),
    path: `Task.${name}[${index}]`,
  }));

/** The inputs of a Task, in order. */
export const inputsOf = (task: unknown): TaskSlot[] => slotsOf(task, 'input');

/** The outputs of a Task, in order. */
export const outputsOf = (task: unknown): TaskSlot[] => slotsOf(task, 'output');

/** The inputs or outputs whose type carries a code. */
export const withCode = (slots: readonly TaskSlot[], ...codes: string[]): TaskSlot[] =>
  slots.filter((slot) => slot.codes.some((code) => codes.includes(code)));

/** The system a slot's type gives to a code. */
export const systemOf = (slot: TaskSlot, code: string): string | undefined =>
  textOf(codingsOf(slot.slot.type).find((coding) => coding.code === code)?.system);

/** The codes of Task.code, whatever their systems. */
export const taskCodes = (task: unknown): string[] => codesOf(dig(task, 'code'));
