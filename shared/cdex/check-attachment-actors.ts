import type { Finding } from '../domain/finding.ts';
import { codingsOf } from '../fhir/datatype.ts';
import { dig, isObject, type JsonObject, objectsOf, textOf } from '../fhir/json.ts';
import { systems } from './codes.ts';
import { error, warning } from './findings.ts';

/** The contained resource of a type and id. */
export const containedIn = (task: unknown, type: string, id: string): JsonObject | undefined =>
  objectsOf(dig(task, 'contained')).find((one) => one.resourceType === type && one.id === id);

/** Whether an identifier is a member id: member number since 2.1, unique member id in 2.0. */
export const isMemberId = (identifier: JsonObject): boolean =>
  codingsOf(identifier.type).some(
    ({ system, code }) =>
      (system === systems.identifierType && code === 'MB') || (system === systems.hrex && code === 'UMB'),
  );

function checkPatient(task: JsonObject): Finding[] {
  const patient = containedIn(task, 'Patient', 'patient');
  const path = 'Task.contained.ofType(Patient)';
  if (!patient) {
    const message = 'The patient is not contained under the id patient.';
    return [error('CONF-088', path, message, 'Contain a Patient with that id.')];
  }
  const found: Finding[] = [];
  if (!objectsOf(patient.identifier).some((one) => isMemberId(one) && textOf(one.value))) {
    const message = 'The contained patient has no member id.';
    found.push(error('CONF-088', `${path}.identifier`, message, 'Add an identifier of type MB with a value.'));
  }
  if (objectsOf(patient.name).length === 0) {
    found.push(error('CONF-088', `${path}.name`, 'The contained patient has no name.', 'Add one.'));
  }
  if (!textOf(patient.birthDate)) {
    // The profile demands it, its own page calls it optional: sent always, not insisted on.
    found.push(warning('CONF-088', `${path}.birthDate`, 'The contained patient has no birth date.', 'Add it.'));
  }
  return found;
}

function checkRole(task: JsonObject): Finding[] {
  const role = containedIn(task, 'PractitionerRole', 'practitionerrole');
  const path = 'Task.contained.ofType(PractitionerRole)';
  if (!role) {
    const message = 'The practitioner role is not contained under the id practitionerrole.';
    return [error('CONF-088', path, message, 'Contain a PractitionerRole with that id.')];
  }
  const named = ['practitioner', 'organization'].some((name) => textOf(dig(role, name, 'identifier', 'value')));
  if (named) return [];
  const message = 'The practitioner role identifies neither practitioner nor organization.';
  return [error('cdex-3', path, message, 'Give one of them an identifier, such as an NPI.')];
}

/** Who an attachment request is about, who asks and who is asked. Source: CDex Patient Demographics and PractitionerRole profiles. */
export function checkActors(task: JsonObject): Finding[] {
  const found = [...checkPatient(task), ...checkRole(task)];
  for (const [name, reference] of [
    ['for', '#patient'],
    ['owner', '#practitionerrole'],
  ] as const) {
    if (!isObject(task[name]) || dig(task, name, 'reference') === reference) continue;
    const message = `Task.${name} must refer to the contained resource as ${reference}.`;
    found.push(error('CONF-088', `Task.${name}.reference`, message, `Write ${reference}.`));
  }
  if (isObject(task.requester) && !textOf(dig(task, 'requester', 'identifier', 'value'))) {
    const message = 'The payer is not identified.';
    found.push(error('CONF-088', 'Task.requester.identifier', message, "Give the payer's identifier."));
  }
  return found;
}
