import type { Claim, ClaimResponse, CommunicationRequest, Identifier, Reference, Task } from '@medplum/fhirtypes';
import type { SandboxRepository } from '../fhir/repository.ts';
import { claimsOf, findPatient, withIdentifier } from './find.ts';
import type { PayerRules } from './payer-rules.ts';

/** What a submission says of where it belongs. */
export interface Belonging {
  trackingId: Identifier;
  adminRef?: Identifier;
  attachTo: 'claim' | 'preauthorization';
  memberId: Identifier;
  serviceDate?: string;
  lineItems: string[];
}

/** What it belongs to, and by what that was found. */
export interface Association {
  /** The claim first, then the request for attachments. */
  about: Reference[];
  claim?: Claim;
  request?: Task;
  /** Such as `the tracking id T-1`. */
  by: string;
}

/** What was found, or why nothing was, in a sentence. */
export type Associated = { found: Association } | { held: string };

type Origin = Task | CommunicationRequest | Claim;

const referenceTo = ({ resourceType, id }: { resourceType: string; id?: string | undefined }): Reference => ({
  reference: `${resourceType}/${id}`,
});

/** The first resource that carries an identifier: by system and value, then by the value alone where the rules let that count. */
function firstWith<T extends Origin | ClaimResponse>(
  repository: SandboxRepository,
  types: readonly T['resourceType'][],
  identifier: Identifier,
  { tracking }: PayerRules,
): T | undefined {
  for (const by of tracking === 'value' ? (['strict', 'value'] as const) : (['strict'] as const))
    for (const type of types) {
      const [found] = withIdentifier<T>(repository, type, identifier, by);
      if (found) return found;
    }
  return undefined;
}

/** A claim by a reference into this server, where it is there. */
async function claimAt(repository: SandboxRepository, reference: string | undefined): Promise<Claim | undefined> {
  if (!repository.relative(reference ?? '').startsWith('Claim/')) return undefined;
  return repository.readReference<Claim>({ reference }).catch(() => undefined);
}

/** The claim that a request for attachments is about: by its business identifier, or by reference. */
async function claimOfRequest(
  repository: SandboxRepository,
  request: Task | CommunicationRequest,
): Promise<Claim | undefined> {
  const named = request.resourceType === 'Task' ? request.reasonReference : request.about?.[0];
  if (named?.identifier?.value) return withIdentifier<Claim>(repository, 'Claim', named.identifier, 'strict')[0];
  return claimAt(repository, named?.reference);
}

async function associationOf(repository: SandboxRepository, origin: Origin, by: string): Promise<Association> {
  if (origin.resourceType === 'Claim') return { about: [referenceTo(origin)], claim: origin, by };
  const claim = await claimOfRequest(repository, origin);
  return {
    about: [...(claim ? [referenceTo(claim)] : []), referenceTo(origin)],
    ...(claim ? { claim } : {}),
    ...(origin.resourceType === 'Task' ? { request: origin } : {}),
    by,
  };
}

type Looking<T> = (repository: SandboxRepository, said: Belonging, rules: PayerRules) => Promise<T>;

const byTrackingId: Looking<Association | undefined> = async (repository, said, rules) => {
  const origin = firstWith<Origin>(repository, ['Task', 'CommunicationRequest', 'Claim'], said.trackingId, rules);
  return origin && associationOf(repository, origin, `the tracking id ${said.trackingId.value}`);
};

/** A prior authorization is known by the number in its answer, or by that of the request that asked for attachments. */
const byAdminRef: Looking<Association | undefined> = async (repository, said, rules) => {
  if (!said.adminRef) return undefined;
  const by = `the administrative reference number ${said.adminRef.value}`;
  const origin = firstWith<Task | Claim>(repository, ['Task', 'Claim'], said.adminRef, rules);
  if (origin) return associationOf(repository, origin, by);
  const answer = firstWith<ClaimResponse>(repository, ['ClaimResponse'], said.adminRef, rules);
  const claim = await claimAt(repository, answer?.request?.reference);
  return claim && associationOf(repository, claim, by);
};

/** The days of a claim: its period, else those of its lines. */
function isOfDay({ billablePeriod, item }: Claim, day: string): boolean {
  if (billablePeriod?.start) {
    const { start, end = start } = billablePeriod;
    return start.slice(0, 10) <= day && day <= end.slice(0, 10);
  }
  return item?.some(({ servicedDate }) => servicedDate === day) ?? false;
}

/** What can be found without any number: the one claim of the member that has the service date. */
async function byMemberAndDay(
  repository: SandboxRepository,
  said: Belonging,
  patientId: string | undefined,
): Promise<Associated> {
  const { serviceDate, attachTo } = said;
  const unknown = 'belongs to no claim or prior authorization known here';
  if (!patientId || !serviceDate) return { held: unknown };
  const day = serviceDate.slice(0, 10);
  const claims = claimsOf(repository, patientId).filter((claim) => claim.use === attachTo && isOfDay(claim, day));
  const [claim, another] = claims;
  if (another) return { held: `fits ${claims.length} claims of ${day}, and its tracking id names none of them` };
  return claim
    ? { found: await associationOf(repository, claim, `the member and the service date ${day}`) }
    : { held: unknown };
}

/**
 * What a submission belongs to: by tracking id, by administrative reference number, or by member and service date, the surest first. A
 * claim of another member than the one that is named is not taken for it.
 */
export const associate: Looking<Associated> = async (repository, said, rules) => {
  const patientId = findPatient(repository, said.memberId)?.id;
  const found = (await byTrackingId(repository, said, rules)) ?? (await byAdminRef(repository, said, rules));
  if (!found) return byMemberAndDay(repository, said, patientId);
  const owner = found.claim && repository.relative(found.claim.patient.reference ?? '');
  if (owner && patientId && owner !== `Patient/${patientId}`)
    return { held: `belongs by ${found.by} to a claim of another member than ${said.memberId.value}` };
  return { found };
};

/** The line items that a claim does not have; none where it has no lines at all. */
export function unknownLines(claim: Claim | undefined, lineItems: readonly string[]): string[] {
  const known = claim?.item?.map(({ sequence }) => String(sequence));
  return known ? [...new Set(lineItems)].filter((line) => !known.includes(line)) : [];
}
