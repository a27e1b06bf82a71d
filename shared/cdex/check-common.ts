import type { Finding } from '../domain/finding.ts';
import { taskStatuses } from '../domain/task.ts';
import { codesOf, codingsOf } from '../fhir/datatype.ts';
import { dig, isObject, type JsonObject, objectsOf, textOf } from '../fhir/json.ts';
import { nearest } from '../fhir/nearest.ts';
import { purposesOfUse, systems, workQueues } from './codes.ts';
import { error, warning } from './findings.ts';
import type { TaskSlot } from './task-slots.ts';

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

/**
 * Every meta.tag of a data request needs system and code; of attachment requests the profile does not say so. The slice of work queues is
 * open, so a code the guide does not have is only warned of.
 */
export const checkTags = (task: JsonObject, rule: 'CONF-057' | 'CONF-098'): Finding[] =>
  objectsOf(dig(task, 'meta', 'tag')).flatMap((tag, index) => {
    const path = `Task.meta.tag[${index}]`;
    const code = textOf(tag.code);
    if (code && tag.system === systems.cdex && !Object.hasOwn(workQueues, code)) {
      const next = `Use one of: ${Object.keys(workQueues).join(', ')}.`;
      return [warning(rule, `${path}.code`, `${code} is not a work queue of the guide.`, next)];
    }
    const say = rule === 'CONF-057' ? error : warning;
    return ['system', 'code']
      .filter((member) => !textOf(tag[member]))
      .map((member) => say(rule, `${path}.${member}`, `A tag has no ${member}.`, 'Give every tag both.'));
  });

/** Each coding of Task.code must come from one of these systems. */
export function checkCodeSystems(task: JsonObject, rule: string, allowed: readonly string[]): Finding[] {
  if (isObject(task.code) && Object.keys(task.code).length > 0 && codingsOf(task.code).length === 0) {
    const message = 'Task.code has no coding, so nobody knows what kind of request it is.';
    return [error(rule, 'Task.code.coding', message, `Give it a coding of ${allowed[0]}.`)];
  }
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
