import type { BundleEntry, Resource } from '@medplum/fhirtypes';

/** Entries with the URL each resource has on this server. */
export const located = (base: string, entries: BundleEntry<Resource>[]): BundleEntry<Resource>[] =>
  entries.map((entry) => ({ fullUrl: `${base}/${entry.resource?.resourceType}/${entry.resource?.id}`, ...entry }));
