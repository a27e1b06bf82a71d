import type { Claim, DocumentReference } from '@medplum/fhirtypes';
import { codesOf } from '../../../shared/fhir/datatype.ts';
import { parseIdentifier } from '../../../shared/fhir/identifier.ts';
import { SandboxError } from '../errors.ts';
import { belongsTo } from '../fhir/patient-compartment.ts';
import type { SandboxRepository } from '../fhir/repository.ts';
import { parseSearch } from '../fhir/search-query.ts';
import type { SandboxMember } from '../members/types.ts';

/** Whom and what a submission is to be about, as it was asked for. */
export interface Wanted {
  /** Logical id of the patient, or the member id; the first fitting member when absent. */
  memberId?: string;
  patientId?: string;
  /** Business id of the claim. */
  claimId?: string;
  /** Which claims will do, where none is named. */
  use: 'claim' | 'preauthorization';
}

/** The error of a request that names what is not there. */
export const inputError = (message: string, next: string) => new SandboxError('invalid-input', message, next);

const bare = (identifier: string): string => identifier.split('|').at(-1) ?? identifier;

const hasClaim = ({ claims, claimId }: SandboxMember, { use, claimId: wanted }: Wanted): boolean =>
  wanted === undefined
    ? claims.some((claim) => claim.use === use)
    : claimId?.value === bare(wanted) || claims.some(({ id }) => bare(id) === bare(wanted));

/** The member that is asked for, else the first one with a claim that will do. Throws `invalid-input` where there is none. */
export function chooseMember(members: readonly SandboxMember[], wanted: Wanted): SandboxMember {
  const asked = wanted.memberId ?? wanted.patientId;
  const value = asked === undefined ? undefined : (parseIdentifier(asked)?.value ?? asked);
  const found = members.find((member) =>
    value === undefined ? hasClaim(member, wanted) : member.memberId.value === value || member.patientId === value,
  );
  const chosen = found ?? (asked === undefined && wanted.claimId === undefined ? members[0] : undefined);
  if (chosen) return chosen;
  throw inputError(`The sandbox has no member ${asked ?? wanted.claimId ?? ''}.`, 'Choose one of the sandbox members.');
}

/** The claim that is asked for, else the newest of that use. */
export function chooseClaim(
  repository: SandboxRepository,
  member: SandboxMember,
  { use, claimId }: Wanted,
): Claim | undefined {
  const wanted = claimId ? bare(claimId) : use === 'claim' ? member.claimId?.value : undefined;
  const query = parseSearch(repository.definitions, ['Claim'], [['_sort', '-created']]);
  const within = belongsTo(repository.definitions, 'Claim', member.patientId);
  if (within) query.filters.push(within);
  const claims = repository.find(query).entry.map(({ resource }) => resource as Claim);
  return (
    claims.find(({ identifier }) => identifier?.some(({ value }) => value === wanted)) ??
    claims.find((claim) => claim.use === use)
  );
}

const attachmentOf = ({ content }: DocumentReference) => content[0]?.attachment;
const isPdf = (one: DocumentReference): boolean => attachmentOf(one)?.contentType === 'application/pdf';
const isPdfNote = (one: DocumentReference): boolean => isPdf(one) && codesOf(one.type).includes('11506-3');
const isCcda = (one: DocumentReference): boolean => /xml/.test(attachmentOf(one)?.contentType ?? '');

/** A progress note as PDF and a C-CDA, as far as there are such. */
export function usualDocuments(all: readonly DocumentReference[]): DocumentReference[] {
  const usual = [all.find(isPdfNote) ?? all.find(isPdf), all.find(isCcda)].filter((one) => one !== undefined);
  return usual.length ? usual : all.slice(0, 1);
}

/** The documents of these ids. Throws `invalid-input` for one that is not there. */
export const namedDocuments = (all: readonly DocumentReference[], names: readonly string[]): DocumentReference[] =>
  names.map((name) => {
    const found = all.find(({ id }) => id === name.replace(/^DocumentReference\//, ''));
    if (found) return found;
    throw inputError(`This member has no document ${name}.`, 'Name ids of the member’s DocumentReferences.');
  });
