import { identifierValue } from '../../../shared/fhir/identifier.ts';
import type { SandboxClaim } from '../../../shared/domain/sandbox-parties.ts';
import type { Person } from '../search-builder/people.ts';
import type { SubmissionForm } from './submission-form.ts';

/** A claim or prior authorization of somebody the payer is known to have as a member. */
export interface KnownClaim extends SandboxClaim {
  person: Person;
}

/** The claims of a member, or of everybody while nobody is chosen. */
export function claimsOf(people: readonly Person[], memberId: string): KnownClaim[] {
  const chosen = people.filter((person) => person.memberId === memberId);
  return (chosen.length > 0 ? chosen : people).flatMap((person) =>
    (person.claims ?? []).map((claim) => ({ ...claim, person })),
  );
}

/** "Claim123, claim of 13 June, lines 1, 2". */
export const claimWords = ({ use, serviceDate, lineItems, person }: KnownClaim): string =>
  [
    `${use === 'claim' ? 'claim' : 'prior authorization'} of ${person.name}`,
    serviceDate,
    lineItems.length > 0 && `lines ${lineItems.join(', ')}`,
  ]
    .filter(Boolean)
    .join(', ');

/** The form about a claim that was chosen: a request of the payer for it keeps its tracking id. */
export const withClaim = (form: SubmissionForm, claim: KnownClaim, isCi: boolean): Partial<SubmissionForm> => ({
  claim: claim.id,
  attachTo: claim.use,
  serviceDate: claim.serviceDate,
  memberId: claim.person.memberId,
  patientId: claim.person.patientId,
  ...(claim.trackingId ? { trackingId: claim.trackingId } : {}),
  // Only the continuous build has a place for it.
  adminRef: isCi ? (claim.adminRef ?? '') : form.adminRef,
});

/** What a claim is called in a list. */
export const claimLabel = ({ id }: SandboxClaim): string => identifierValue(id);
