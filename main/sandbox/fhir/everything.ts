import type { Bundle, BundleEntry, Resource } from '@medplum/fhirtypes';
import type { ResourceRow } from './database.ts';
import { includedRows } from './included-rows.ts';
import { located } from './located.ts';
import { belongsTo } from './patient-compartment.ts';
import type { SandboxRepository } from './repository.ts';
import { PAGE, parseSearch } from './search-query.ts';

/** What a record refers to without being part of the compartment. */
const around = ['Practitioner', 'PractitionerRole', 'Organization', 'Location', 'Medication', 'Device'];

/** What to leave out. */
export interface EverythingWish {
  /** An instant in FHIR form; what has not changed since stays out. */
  since?: string | undefined;
  /** The only types wanted. */
  types?: string[] | undefined;
}

function compartmentEntries(
  repository: SandboxRepository,
  patientId: string,
  { since, types }: EverythingWish,
): BundleEntry<Resource>[] {
  const pairs: [string, string][] = [['_count', String(PAGE.most)]];
  if (since) pairs.push(['_lastUpdated', `ge${since}`]);
  return repository.types
    .filter((type) => type !== 'Patient' && type !== 'Group' && (types?.includes(type) ?? true))
    .filter((type) => repository.opens('s', type))
    .flatMap((type) => {
      const within = belongsTo(repository.definitions, type, patientId);
      if (!within) return [];
      const query = parseSearch(repository.definitions, [type], pairs);
      query.filters.push(within);
      return repository.find(query).entry;
    });
}

/**
 * The patient, all that is in the compartment, and the people, places and things it refers to, on one page; of these what the sender
 * may search.
 * Rejects with 404 or 410 when the patient is not there.
 */
export async function everything(
  repository: SandboxRepository,
  patientId: string,
  wish: EverythingWish = {},
): Promise<Bundle<Resource>> {
  const patient = await repository.readResource('Patient', patientId);
  const record = compartmentEntries(repository, patientId, wish);
  const keys = [patient, ...record.map(({ resource }) => resource)].map((one) => `${one?.resourceType}/${one?.id}`);
  const rows = keys.flatMap((key) =>
    repository.database.all<ResourceRow>('SELECT rid, key, type, json FROM resource WHERE key = ?', [key]),
  );
  const include = around
    .filter((type) => wish.types?.includes(type) ?? true)
    .map((target) => ({ source: '*', code: '*', target, iterate: false }));
  const brought = includedRows(
    repository.database,
    repository.definitions,
    { include, revinclude: [] },
    rows,
    repository.mayBring,
  );
  const found: BundleEntry<Resource>[] = [
    { resource: patient, search: { mode: 'match' } },
    ...record,
    ...brought.map(({ json }): BundleEntry<Resource> => ({ resource: JSON.parse(json), search: { mode: 'include' } })),
  ];
  const entry = located(repository.base, found);
  return { resourceType: 'Bundle', type: 'searchset', total: 1 + record.length, entry };
}
