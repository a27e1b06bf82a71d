import type { Finding } from '../domain/finding.ts';
import { codingsOf, hasCoding } from '../fhir/datatype.ts';
import { dig, isObject, type JsonObject, objectsOf, textOf } from '../fhir/json.ts';
import { isSearchDate } from '../fhir/search-values.ts';
import type { Dialect } from './attachment-dialect.ts';
import { patientAccountType, systems } from './codes.ts';
import { error, information, warning } from './findings.ts';

/** The contained resource of a type and id. */
export const containedIn = (task: unknown, type: string, id: string): JsonObject | undefined =>
  objectsOf(dig(task, 'contained')).find((one) => one.resourceType === type && one.id === id);

/** Whether an identifier is a member id: member number since 2.1, unique member id in 2.0. */
export const isMemberId = (identifier: JsonObject): boolean =>
  codingsOf(identifier.type).some(
    ({ system, code }) =>
      (system === systems.identifierType && code === 'MB') || (system === systems.hrex && code === 'UMB'),
  );

const ofType = (task: unknown, type: string): JsonObject[] =>
  objectsOf(dig(task, 'contained')).filter(({ resourceType }) => resourceType === type);

/** One resource of the type, under the id its references use. */
function checkContained(task: JsonObject, type: string, id: string, what: string): Finding[] {
  const path = `Task.contained.ofType(${type})`;
  if (!containedIn(task, type, id)) {
    const message = `The ${what} is not contained under the id ${id}.`;
    return [error('CONF-088', path, message, `Contain a ${type} with that id.`)];
  }
  if (ofType(task, type).length < 2) return [];
  return [error('CONF-088', path, `There is more than one contained ${type}.`, `Keep the one with the id ${id}.`)];
}

function checkIdentifiers(patient: JsonObject, path: string, { member }: Dialect): Finding[] {
  const identifiers = objectsOf(patient.identifier);
  const members = identifiers.filter(isMemberId);
  const accounts = identifiers.filter(({ type }) =>
    hasCoding(type, patientAccountType.system, patientAccountType.code),
  );
  const found: Finding[] = [];
  if (!members.some((one) => textOf(one.value))) {
    const message = 'The contained patient has no member id.';
    return [error('CONF-088', `${path}.identifier`, message, `Add an identifier of type ${member.code} with a value.`)];
  }
  if (members.length > 1 || accounts.length > 1) {
    const what = members.length > 1 ? 'member id' : 'patient account number';
    found.push(
      error('CONF-088', `${path}.identifier`, `The contained patient has more than one ${what}.`, 'Keep one.'),
    );
  }
  if (identifiers.some(({ value }) => !textOf(value))) {
    const message = 'An identifier of the contained patient has no value.';
    found.push(error('CONF-088', `${path}.identifier.value`, message, 'Give it one, or leave the identifier out.'));
  }
  if (!members.some(({ type }) => hasCoding(type, member.system, member.code))) {
    const message = 'The member id is typed as another version of the guide types it.';
    found.push(
      information('cdex-version', `${path}.identifier.type`, message, `This version types it ${member.code}.`),
    );
  }
  return found;
}

function checkPatient(task: JsonObject, dialect: Dialect): Finding[] {
  const path = 'Task.contained.ofType(Patient)';
  const found = checkContained(task, 'Patient', 'patient', 'patient');
  const patient = containedIn(task, 'Patient', 'patient');
  if (!patient) return found;
  found.push(...checkIdentifiers(patient, path, dialect));
  const names = objectsOf(patient.name).filter((name) => Object.keys(name).length > 0);
  if (names.length === 0) {
    found.push(error('CONF-088', `${path}.name`, 'The contained patient has no name.', 'Add one.'));
  } else if (names.length > 1) {
    found.push(error('CONF-088', `${path}.name`, 'The contained patient has more than one name.', 'Keep one.'));
  }
  const birthDate = textOf(patient.birthDate);
  if (!birthDate) {
    // The profile demands it, its own page calls it optional: sent always, not insisted on.
    found.push(warning('CONF-088', `${path}.birthDate`, 'The contained patient has no birth date.', 'Add it.'));
  } else if (!isSearchDate(birthDate) || birthDate.length > 10) {
    found.push(error('CONF-088', `${path}.birthDate`, `${birthDate} is no date.`, 'Write it as YYYY-MM-DD.'));
  }
  return found;
}

function checkRole(task: JsonObject): Finding[] {
  const path = 'Task.contained.ofType(PractitionerRole)';
  const found = checkContained(task, 'PractitionerRole', 'practitionerrole', 'practitioner role');
  const role = containedIn(task, 'PractitionerRole', 'practitionerrole');
  if (!role) return found;
  const parties = ['practitioner', 'organization'] as const;
  const named = parties.filter((name) => textOf(dig(role, name, 'identifier', 'value')));
  if (named.length === 0) {
    const message = 'The practitioner role identifies neither practitioner nor organization.';
    return [...found, error('cdex-3', path, message, 'Give one of them an identifier, such as an NPI.')];
  }
  for (const name of parties) {
    if (!isObject(role[name]) || named.includes(name)) continue;
    const message = `The ${name} of the practitioner role has no identifier.`;
    found.push(error('CONF-088', `${path}.${name}.identifier`, message, `Give it one, or leave the ${name} out.`));
  }
  return found;
}

/** Who an attachment request is about, who asks and who is asked. Source: CDex Patient Demographics and PractitionerRole profiles. */
export function checkActors(task: JsonObject, dialect: Dialect): Finding[] {
  const found = [...checkPatient(task, dialect), ...checkRole(task)];
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
