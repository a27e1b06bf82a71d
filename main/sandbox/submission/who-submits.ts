import type { Claim, Identifier, Organization, Patient, Practitioner, Reference, Resource } from '@medplum/fhirtypes';
import type { NewSubmission } from '../../../shared/cdex/build-submission.ts';
import { systems } from '../../../shared/cdex/codes.ts';
import type { SandboxRepository } from '../fhir/repository.ts';
import { parseSearch } from '../fhir/search-query.ts';

async function npiOf<T extends Organization | Practitioner>(
  repository: SandboxRepository,
  reference: Reference | undefined,
  type: T['resourceType'],
): Promise<Identifier | undefined> {
  if (reference?.identifier?.value) return reference.identifier;
  if (!reference?.reference) return undefined;
  const found: Resource | undefined = await repository
    .readReference<Resource>(reference as Reference<Resource>)
    .catch(() => undefined);
  if (found?.resourceType !== type) return undefined;
  const list = (found as T).identifier ?? [];
  const { system, value } = list.find((one) => one.system === systems.npi) ?? list[0] ?? {};
  return value ? { ...(system ? { system } : {}), value } : undefined;
}

/** Who submits: the claim's provider, else the patient's, else whoever works here. */
export async function submitters(
  repository: SandboxRepository,
  claim: Claim | undefined,
  patient: Patient,
): Promise<Pick<NewSubmission, 'organizationId' | 'providerId'>> {
  const any = (type: string): Reference | undefined => {
    const [entry] = repository.find(
      parseSearch(repository.definitions, [type], [['identifier', `${systems.npi}|`]]),
    ).entry;
    return entry ? { reference: `${type}/${entry.resource?.id}` } : undefined;
  };
  const [general] = patient.generalPractitioner ?? [];
  const organizations = [claim?.provider, patient.managingOrganization, any('Organization')];
  const people = [claim?.careTeam?.[0]?.provider, claim?.provider, general, any('Practitioner')];
  let [organizationId, providerId]: (Identifier | undefined)[] = [];
  for (const one of organizations) organizationId ??= await npiOf<Organization>(repository, one, 'Organization');
  for (const one of people) providerId ??= await npiOf<Practitioner>(repository, one, 'Practitioner');
  return { ...(organizationId ? { organizationId } : {}), ...(providerId ? { providerId } : {}) };
}
