import type { Claim, Identifier, Patient, Resource } from '@medplum/fhirtypes';
import { belongsTo } from '../fhir/patient-compartment.ts';
import type { SandboxRepository } from '../fhir/repository.ts';
import { PAGE, parseSearch } from '../fhir/search-query.ts';
import type { PayerRules } from './payer-rules.ts';

const escaped = (text: string): string => text.replace(/[\\,|$]/g, '\\$&');

/** An identifier as a search value; by the value alone, its system may be any. */
function token({ system, value }: Identifier, by: PayerRules['tracking']): string {
  const text = escaped(value ?? '');
  return system && by === 'strict' ? `${escaped(system)}|${text}` : text;
}

/** The resources of a type that carry an identifier, newest first. */
export function withIdentifier<T extends Resource>(
  repository: SandboxRepository,
  type: T['resourceType'],
  identifier: Identifier,
  by: PayerRules['tracking'],
): T[] {
  const pairs: [string, string][] = [
    ['identifier', token(identifier, by)],
    ['_sort', '-_lastUpdated'],
    ['_count', String(PAGE.most)],
  ];
  const query = parseSearch(repository.definitions, [type], pairs);
  return repository.find(query).entry.map(({ resource }) => resource as T);
}

/** The member of a submission, where this payer knows them. */
export const findPatient = (repository: SandboxRepository, memberId: Identifier): Patient | undefined =>
  withIdentifier<Patient>(repository, 'Patient', memberId, 'strict')[0];

/** The claims and prior authorizations of a member. */
export function claimsOf(repository: SandboxRepository, patientId: string): Claim[] {
  const query = parseSearch(repository.definitions, ['Claim'], [['_count', String(PAGE.most)]]);
  const within = belongsTo(repository.definitions, 'Claim', patientId);
  if (within) query.filters.push(within);
  return repository.find(query).entry.map(({ resource }) => resource as Claim);
}
