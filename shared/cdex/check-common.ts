import type { Finding } from '../domain/finding.ts';
import { taskStatuses } from '../domain/task.ts';
import { codesOf, codingsOf } from '../fhir/datatype.ts';
import { dig, isObject, type JsonObject, listOf, objectsOf, textOf } from '../fhir/json.ts';
import { nearest } from '../fhir/nearest.ts';
import { purposesOfUse, systems, workQueues } from './codes.ts';
import { error, warning } from './findings.ts';
import { systemOf, type TaskSlot } from './task-slots.ts';

/** Elements that must be there, each with what to do; `rule` is CONF-088 for attachment requests, CONF-089 for data requests. */
export function checkMandatory(task: JsonObject, rule: string, elements: Record<string, string>): Finding[] {
  const absent = (name: string) => {
    const value = task[name];
    return isObject(value)
      ? Object.keys(value).length === 0
      : Array.isArray(value)
        ? value.length === 0
        : !textOf(value);
  };
  return Object.entries(elements)
    .filter(([name]) => absent(name))
    .map(([name, next]) => error(rule, `Task.${name}`, `Task.${name} is missing; the profile requires it.`, next));
}

/** Status, intent and the words that must go with them. */
export function checkState(task: JsonObject, rule: string): Finding[] {
  const found: Finding[] = [];
  const status = textOf(task.status);
  if (status && !taskStatuses.some((known) => known === status)) {
    const near = nearest(status, taskStatuses);
    const next = near ? `Did you mean ${near}?` : `The statuses are ${taskStatuses.join(', ')}.`;
    found.push(error('CONF-059', 'Task.status', `${status} is none of the seven statuses a CDex Task can have.`, next));
  }
  if (textOf(task.intent) && task.intent !== 'order') {
    found.push(error(rule, 'Task.intent', 'Task.intent must be order.', 'Set it to order.'));
  }
  if ((status === 'rejected' || status === 'failed') && !isObject(task.statusReason)) {
    const message = `A ${status} Task has no reason.`;
    found.push(error('tdr-2', 'Task.statusReason', message, 'Say why in Task.statusReason.text.'));
  }
  for (const name of ['statusReason', 'businessStatus']) {
    if (isObject(task[name]) && !textOf(dig(task, name, 'text'))) {
      found.push(error(rule, `Task.${name}.text`, `Task.${name} has no text.`, 'Say it in words in its text.'));
    }
  }
  return found;
}

/** Every meta.tag needs system and code. The slice of work queues is open, so a code the guide does not have is only warned of. */
export const checkTags = (task: JsonObject): Finding[] =>
  objectsOf(dig(task, 'meta', 'tag')).flatMap((tag, index) => {
    const path = `Task.meta.tag[${index}]`;
    const code = textOf(tag.code);
    if (code && tag.system === systems.cdex && !Object.hasOwn(workQueues, code)) {
      const next = `Use one of: ${Object.keys(workQueues).join(', ')}.`;
      return [warning('CONF-057', `${path}.code`, `${code} is not a work queue of the guide.`, next)];
    }
    return ['system', 'code']
      .filter((member) => !textOf(tag[member]))
      .map((member) => error('CONF-057', `${path}.${member}`, `A tag has no ${member}.`, 'Give every tag both.'));
  });

/** A due date must be a FHIR dateTime: a year, a month, a day, or an instant with its offset. */
export function checkDue(task: JsonObject): Finding[] {
  const due = textOf(dig(task, 'restriction', 'period', 'end'));
  const form = /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01])(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))?)?)?$/;
  if (!due || form.test(due)) return [];
  const next = 'Write it as YYYY-MM-DD, or with a time and its offset.';
  return [error('CONF-089', 'Task.restriction.period.end', `${due} is no date.`, next)];
}

/** Each coding of Task.code must come from one of these systems. */
export function checkCodeSystems(task: JsonObject, rule: string, allowed: readonly string[]): Finding[] {
  return codingsOf(task.code).flatMap((coding, index) => {
    const path = `Task.code.coding[${index}]`;
    const missing = textOf(coding.code)
      ? []
      : [error(rule, `${path}.code`, 'A coding has no code.', 'Give it a code.')];
    if (allowed.some((system) => system === coding.system)) return missing;
    const message = `The system of every coding of Task.code must be ${allowed[0]}.`;
    return [...missing, error(rule, `${path}.system`, message, 'Correct the system or leave the coding out.')];
  });
}

/** How a known input or output must look: the systems its type code may come from, and its value[x]. */
export interface SlotShape {
  systems: readonly string[];
  /** Legal members, the first being the right one. */
  values: readonly string[];
  /** True where at most one may stand. */
  single?: boolean;
}

function checkShape(slot: TaskSlot, code: string, shape: SlotShape, rule: string): Finding[] {
  const found: Finding[] = [];
  const [system = '', value = ''] = [shape.systems[0], shape.values[0]];
  if (!shape.systems.some((one) => one === systemOf(slot, code))) {
    const message = `The code ${code} belongs to the system ${system}.`;
    found.push(error(rule, `${slot.path}.type.coding.system`, message, `Write ${system}.`));
  }
  if (!shape.values.some((one) => slot.slot[one] !== undefined && slot.slot[one] !== '')) {
    found.push(error(rule, `${slot.path}.${value}`, `The ${code} entry has no ${value}.`, `Give it a ${value}.`));
  }
  return found;
}

/** Holds the known inputs or outputs against their shapes; unknown ones are left alone, the slicing being open. */
export function checkShapes(slots: readonly TaskSlot[], shapes: Record<string, SlotShape>, rule: string): Finding[] {
  return Object.entries(shapes).flatMap(([code, shape]) => {
    const these = slots.filter((slot) => slot.codes.includes(code));
    const found = these.flatMap((slot) => checkShape(slot, code, shape, rule));
    const second = these[1];
    if (shape.single && second) {
      found.push(error(rule, second.path, `${code} stands more than once.`, 'Keep one.'));
    }
    return found;
  });
}

/** Inputs without a type code cannot be told apart. */
export const checkTyped = (slots: readonly TaskSlot[], rule: string): Finding[] =>
  slots
    .filter((slot) => slot.codes.length === 0)
    .map((slot) => error(rule, `${slot.path}.type`, 'It does not say what it is.', 'Give its type a coding.'));

/** A purpose of use: the "not otherwise enumerated" codes need a second coding (CONF-083); misspelt codes of the guide are named. */
export function checkPurpose(slot: TaskSlot): Finding[] {
  const concept = slot.slot.valueCodeableConcept;
  const path = `${slot.path}.valueCodeableConcept`;
  const codes = codesOf(concept);
  const vague = codes.find((code) => code.endsWith('-noe'));
  const found = codes.flatMap((code) => {
    const right = /-no[a-df-z]$/.test(code) ? code.replace(/.$/, 'e') : undefined;
    const known = purposesOfUse.some((one) => one.code === right);
    return right && known ? [warning('CONF-083', path, `${code} is not a code.`, `Did you mean ${right}?`)] : [];
  });
  if (vague && codes.length < 2) {
    const message = `${vague} stands alone; it needs a second coding that says what the purpose is.`;
    found.push(error('CONF-083', path, message, 'Add a coding of your own system to the same CodeableConcept.'));
  }
  const foreign = codingsOf(concept).find((coding) => coding.system === systems.cdex && !known(coding.code));
  if (foreign && found.length === 0) {
    const message = `${String(foreign.code)} is no purpose of use of its system.`;
    found.push(warning('CONF-083', path, message, 'Choose one of the listed purposes, or another system.'));
  }
  return found;
}

const known = (code: unknown): boolean =>
  purposesOfUse.some((one) => one.system === systems.cdex && (one.code === code || /-no[a-z]$/.test(String(code))));

/** Modifier extensions change the meaning of what they stand on, and we know none: wherever one stands, the Task cannot be acted on. */
export function checkModifiers(value: unknown, path = 'Task', depth = 0): Finding[] {
  if (depth > 60) return [];
  if (Array.isArray(value)) {
    return value.flatMap((one, index) => checkModifiers(one, `${path}[${index}]`, depth + 1));
  }
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, one]) => {
    if (name !== 'modifierExtension') return checkModifiers(one, `${path}.${name}`, depth + 1);
    return listOf(one).map((extension, index) => {
      const url = textOf(dig(extension, 'url')) ?? 'without a url';
      const message = `A modifier extension we do not know (${url}) changes what this means.`;
      return error('modifier-extension', `${path}.${name}[${index}]`, message, 'Ask the sender what it means.');
    });
  });
}
