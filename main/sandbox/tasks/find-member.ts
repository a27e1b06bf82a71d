import type { Identifier, Patient, Task } from '@medplum/fhirtypes';
import type { SandboxRepository } from '../fhir/repository.ts';
import { parseSearch } from '../fhir/search-query.ts';
import { containedOf } from './read-task.ts';

/** The patient, or why there is none. */
export type FoundMember = { patient: Patient & { id: string } } | { refusal: string };

const escaped = (text: string): string => text.replace(/[\\,|$]/g, '\\$&');

function byIdentifier(repository: SandboxRepository, identifier: Identifier): Patient[] {
  if (!identifier.value) return [];
  const value = escaped(identifier.value);
  const token = identifier.system ? `${escaped(identifier.system)}|${value}` : value;
  const { entry } = repository.find(parseSearch(repository.definitions, ['Patient'], [['identifier', token]]));
  return entry.map(({ resource }) => resource as Patient);
}

function readable({ system, value }: Identifier): string {
  return system ? `${system}|${value}` : String(value);
}

/**
 * The patient a Task is for: a literal reference into this server, a contained Patient's identifiers, or a logical
 * identifier (CONF-007). Reference and identifier together must mean one person.
 */
export async function findMember(repository: SandboxRepository, task: Task): Promise<FoundMember> {
  const { reference, identifier } = task.for ?? {};
  const contained = reference?.startsWith('#') ? containedOf<Patient>(task, 'Patient', reference) : undefined;
  const identifiers = [...(identifier ? [identifier] : []), ...(contained?.identifier ?? [])];
  const named = identifiers.filter(({ value }) => value !== undefined);
  const matches = named.map((one) => byIdentifier(repository, one));
  const several = matches.findIndex((list) => list.length > 1);
  if (several >= 0) {
    return { refusal: `The identifier ${readable(named[several] as Identifier)} belongs to more than one patient.` };
  }
  const people = new Map(matches.flat().map((patient) => [patient.id, patient]));
  if (reference && !contained && !reference.startsWith('#')) {
    const patient = await repository.readReference<Patient>({ reference }).catch(() => undefined);
    if (patient?.resourceType !== 'Patient') return { refusal: `There is no patient ${reference} here.` };
    people.set(patient.id, patient);
  }
  const [patient, other] = [...people.values()];
  if (other) return { refusal: 'Reference and identifiers in Task.for mean different patients.' };
  if (!patient?.id)
    return { refusal: `No patient here has the identifier ${named.map(readable).join(' or ') || '(none)'}.` };
  return { patient: { ...patient, id: patient.id } };
}
