import type { Bundle, BundleEntry, Resource } from '@medplum/fhirtypes';
import { includedRows } from './included-rows.ts';
import { belongsTo } from './patient-compartment.ts';
import type { SandboxRepository } from './repository.ts';
import type { ResourceRow } from './run-search.ts';
import { PAGE, parseSearch } from './search-query.ts';

/** What a record refers to without being part of the compartment. */
const around = ['Practitioner', 'PractitionerRole', 'Organization', 'Location', 'Medication', 'Device'];

function compartmentEntries(
  repository: SandboxRepository,
  patientId: string,
  since: string[],
): BundleEntry<Resource>[] {
  return repository.types
    .filter((type) => type !== 'Patient' && type !== 'Group')
    .flatMap((type) => {
      const within = belongsTo(repository.definitions, type, patientId);
      if (!within) return [];
      const pairs = since.map((value): [string, string] => ['_lastUpdated', `ge${value}`]);
      const query = parseSearch(repository.definitions, [type], [...pairs, ['_count', String(PAGE.most)]]);
      query.filters.push(within);
      return repository.find(query).entry;
    });
}

/**
 * The patient, all that is in the compartment, and the people, places and things it refers to, on one page.
 * Rejects with 404 or 410 when the patient is not there. `since` is an instant in FHIR form.
 */
export async function everything(
  repository: SandboxRepository,
  patientId: string,
  since?: string,
): Promise<Bundle<Resource>> {
  const patient = await repository.readResource('Patient', patientId);
  const record = compartmentEntries(repository, patientId, since ? [since] : []);
  const keys = [patient, ...record.map(({ resource }) => resource)].map((one) => `${one?.resourceType}/${one?.id}`);
  const rows = keys.flatMap((key) =>
    repository.database.all<ResourceRow>('SELECT rid, key, type, json FROM resource WHERE key = ?', [key]),
  );
  const include = around.map((target) => ({ source: '*', code: '*', target, iterate: false }));
  const brought = includedRows(repository.database, repository.definitions, { include, revinclude: [] }, rows);
  const found: BundleEntry<Resource>[] = [
    { resource: patient, search: { mode: 'match' } },
    ...record,
    ...brought.map(({ json }): BundleEntry<Resource> => ({ resource: JSON.parse(json), search: { mode: 'include' } })),
  ];
  const entry = found.map((one) => ({
    fullUrl: `${repository.base}/${one.resource?.resourceType}/${one.resource?.id}`,
    ...one,
  }));
  return { resourceType: 'Bundle', type: 'searchset', total: 1 + record.length, entry };
}
