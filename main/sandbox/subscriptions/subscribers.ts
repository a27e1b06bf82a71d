import type { Resource, Subscription } from '@medplum/fhirtypes';
import type { Database } from '../fhir/database.ts';
import { forgetOwner, grantOf, keepOwner } from '../fhir/owners.ts';
import type { Grant, Rights } from '../fhir/rights.ts';

/** Remakes the rights of a grant. */
export type RightsOf = (grant: Grant) => Rights;

/**
 * Keeps whose what clients write is: a Subscription is of whoever wrote it last, with the rights of their token. Throws the refusal (403) where these open no
 * Task at all.
 */
export function keepWriter(database: Database, stored: Resource, rights: Rights | undefined): void {
  // Whoever writes without limits over the answer to a member's Task may put anything into it.
  if (stored.resourceType === 'Bundle' && rights?.memberId === undefined) forgetOwner(database, stored);
  if (stored.resourceType !== 'Subscription') return;
  if (rights && !rights.regions('r', 'Task').length) throw rights.refusal('r', 'Task');
  keepOwner(database, stored, rights?.grant ?? {});
}

/** What a Subscription may tell of; undefined for everything. */
export function rightsOfSubscriber(
  database: Database,
  subscription: Subscription,
  rightsOf: RightsOf,
): Rights | undefined {
  const grant = grantOf(database, subscription);
  return grant && rightsOf(grant);
}
