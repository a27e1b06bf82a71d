import { randomUUID } from 'node:crypto';
import type {
  Claim,
  CodeableConcept,
  DocumentReference,
  Identifier,
  Organization,
  Patient,
  Practitioner,
  Reference,
  Resource,
} from '@medplum/fhirtypes';
import { systems } from '../../shared/cdex/codes.ts';
import { codesOf } from '../../shared/fhir/datatype.ts';
import { parseIdentifier } from '../../shared/fhir/identifier.ts';
import { SandboxError } from './errors.ts';
import type { FhirServer } from './fhir/fhir-server.ts';
import type { SandboxRepository } from './fhir/repository.ts';
import { belongsTo } from './fhir/patient-compartment.ts';
import { parseSearch } from './fhir/search-query.ts';
import type { SandboxMember } from './members/types.ts';
import { buildSubmission, type NewSubmission } from '../../shared/cdex/build-submission.ts';
import { inlineDocument } from './submission/inline-document.ts';
import { type PushWay, postSubmission } from './submission/post-submission.ts';
import { documentsOf } from './tasks/member-documents.ts';

/** What the provider is told to submit without having been asked. */
export interface SubmitRequest {
  /** Base URL or full URL of the operation. */
  to: string;
  /** `SYSTEM|VALUE` or a value; a fresh one when absent. */
  trackingId?: string;
  /** Logical id of the patient, or the member id; the first member with a claim when absent. */
  memberId?: string;
  patientId?: string;
  /** Business id of the claim. */
  claimId?: string;
  /** Ids of DocumentReferences; a progress note as PDF and a C-CDA when absent. */
  documents?: string[];
}

/** What the payer answered. */
export interface SubmitReceipt {
  httpStatus: number;
  trackingId: string;
  /** The answer's body, where it was JSON. */
  outcome?: unknown;
}

const TRACKING_SYSTEM = 'urn:switchboard:sandbox:tracking';

const inputError = (message: string, next: string) => new SandboxError('invalid-input', message, next);

function chooseMember(members: readonly SandboxMember[], request: SubmitRequest): SandboxMember {
  const asked = request.memberId ?? request.patientId;
  const value = asked === undefined ? undefined : (parseIdentifier(asked)?.value ?? asked);
  const found = members.find(({ memberId, patientId, claimId }) => {
    if (value !== undefined) return memberId.value === value || patientId === value;
    return request.claimId === undefined ? claimId !== undefined : claimId?.value === request.claimId.split('|').at(-1);
  });
  const chosen = found ?? (asked === undefined && request.claimId === undefined ? members[0] : undefined);
  if (chosen) return chosen;
  throw inputError(
    `The sandbox has no member ${asked ?? request.claimId ?? ''}.`,
    'Choose one of the sandbox members.',
  );
}

const attachmentOf = ({ content }: DocumentReference) => content[0]?.attachment;
const isPdfNote = (one: DocumentReference): boolean =>
  attachmentOf(one)?.contentType === 'application/pdf' && codesOf(one.type).includes('11506-3');
const isPdf = (one: DocumentReference): boolean => attachmentOf(one)?.contentType === 'application/pdf';
const isCcda = (one: DocumentReference): boolean => /xml/.test(attachmentOf(one)?.contentType ?? '');

function chooseDocuments(all: DocumentReference[], wanted: string[] | undefined): DocumentReference[] {
  if (!wanted) {
    const usual = [all.find(isPdfNote) ?? all.find(isPdf), all.find(isCcda)].filter((one) => one !== undefined);
    return usual.length ? usual : all.slice(0, 1);
  }
  return wanted.map((name) => {
    const found = all.find(({ id }) => id === name.replace(/^DocumentReference\//, ''));
    if (!found)
      throw inputError(`This member has no document ${name}.`, 'Name ids of the member’s DocumentReferences.');
    return found;
  });
}

function claimOf(repository: SandboxRepository, member: SandboxMember, claimId: string | undefined): Claim | undefined {
  const wanted = claimId?.split('|').at(-1) ?? member.claimId?.value;
  const query = parseSearch(repository.definitions, ['Claim'], [['_sort', '-created']]);
  const within = belongsTo(repository.definitions, 'Claim', member.patientId);
  if (within) query.filters.push(within);
  const claims = repository.find(query).entry.map(({ resource }) => resource as Claim);
  return claims.find(({ identifier }) => identifier?.some(({ value }) => value === wanted)) ?? claims[0];
}

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
async function submitters(
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

async function prepare(
  repository: SandboxRepository,
  members: readonly SandboxMember[],
  request: SubmitRequest,
): Promise<NewSubmission> {
  const member = chooseMember(members, request);
  const patient = await repository.readResource<Patient>('Patient', member.patientId);
  const claim = claimOf(repository, member, request.claimId);
  const documents = chooseDocuments(documentsOf(repository, member.patientId), request.documents);
  if (!documents.length) throw inputError(`${member.name} has no documents.`, 'Choose another member.');
  const fresh = { system: TRACKING_SYSTEM, value: randomUUID() };
  const attachments = await Promise.all(
    documents.map(async (document) => ({
      ...(document.type ? { code: document.type as CodeableConcept } : {}),
      content: await inlineDocument(repository, document, member.memberId),
    })),
  );
  const serviceDate = (claim?.billablePeriod?.start ?? claim?.item?.[0]?.servicedDate ?? claim?.created ?? '').slice(
    0,
    10,
  );
  return {
    trackingId: (request.trackingId ? parseIdentifier(request.trackingId) : undefined) ?? fresh,
    attachTo: claim?.use === 'preauthorization' ? 'preauthorization' : 'claim',
    ...(claim?.insurer?.identifier ? { payerId: claim.insurer.identifier } : {}),
    ...(await submitters(repository, claim, patient)),
    memberId: member.memberId,
    serviceDate: serviceDate || new Date().toISOString().slice(0, 10),
    attachments,
    final: true,
  };
}

/**
 * The provider submits attachments nobody asked for (CDex 2.1, unsolicited). Rejects with a SandboxError when the request
 * names what is not there, or when no answer comes; a payer's refusal is a receipt like any other.
 */
export async function submitUnsolicited(
  server: FhirServer,
  members: readonly SandboxMember[],
  request: SubmitRequest,
  pushWay?: PushWay,
): Promise<SubmitReceipt> {
  if (!/^https?:\/\//i.test(request.to) || !URL.canParse(request.to)) {
    throw inputError(`"${request.to}" is not an http or https URL.`, 'Give the URL to submit to.');
  }
  const submission = await server.exclusive(() => prepare(server.repository, members, request));
  try {
    const { httpStatus, outcome } = await postSubmission(request.to, buildSubmission(submission), pushWay);
    const trackingId = submission.trackingId?.value ?? '';
    return { httpStatus, trackingId, ...(outcome === undefined ? {} : { outcome }) };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new SandboxError(
      'unreachable',
      `Nothing answers at ${request.to}: ${cause}`,
      'Start the receiver, or check the URL.',
    );
  }
}
