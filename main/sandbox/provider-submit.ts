import { randomUUID } from 'node:crypto';
import type { Patient } from '@medplum/fhirtypes';
import { buildSubmission, type NewSubmission } from '../../shared/cdex/build-submission.ts';
import { type SampleName, sampleNames } from '../../shared/domain/sandbox-samples.ts';
import { parseIdentifier } from '../../shared/fhir/identifier.ts';
import { SandboxError } from './errors.ts';
import type { FhirServer } from './fhir/fhir-server.ts';
import type { SandboxRepository } from './fhir/repository.ts';
import type { SandboxMember } from './members/types.ts';
import { chooseClaim, chooseMember, inputError } from './submission/choose.ts';
import { type PostedSubmission, type PushWay, postSubmission } from './submission/post-submission.ts';
import { sampleAttachments } from './submission/samples/sample-attachments.ts';
import { submitters } from './submission/who-submits.ts';

/** What the provider is told to submit without having been asked. */
export interface SubmitRequest {
  /** Base URL or full URL of the operation. */
  to: string;
  /** What is submitted; `usual` when absent. */
  sample?: SampleName;
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

/** One answer of a payer. */
export interface SubmitAnswer {
  httpStatus: number;
  /** The answer's body, where it was JSON. */
  outcome?: unknown;
}

/** What the payer answered: to the last submission, and to each where there were several. */
export interface SubmitReceipt extends SubmitAnswer {
  trackingId: string;
  answers?: SubmitAnswer[];
}

const TRACKING_SYSTEM = 'urn:switchboard:sandbox:tracking';

async function prepare(
  repository: SandboxRepository,
  members: readonly SandboxMember[],
  request: SubmitRequest,
  sample: SampleName,
): Promise<NewSubmission[]> {
  const wanted = { ...request, use: sample === 'prior-auth' ? ('preauthorization' as const) : ('claim' as const) };
  const member = chooseMember(members, wanted);
  const patient = await repository.readResource<Patient>('Patient', member.patientId);
  const claim = chooseClaim(repository, member, wanted);
  if (sample === 'prior-auth' && !claim)
    throw inputError(`${member.name} has no prior authorization.`, 'Choose another member.');
  const now = Date.now();
  const { memberId } = member;
  const { documents } = request;
  const of = { repository, patient, memberId, now, ...(documents ? { documents } : {}) };
  const parts = await sampleAttachments(sample, of);
  const day = claim?.billablePeriod?.start ?? claim?.item?.[0]?.servicedDate ?? claim?.created;
  const head = {
    trackingId: (request.trackingId ? parseIdentifier(request.trackingId) : undefined) ?? {
      system: TRACKING_SYSTEM,
      value: randomUUID(),
    },
    attachTo: claim?.use === 'preauthorization' ? ('preauthorization' as const) : ('claim' as const),
    ...(claim?.insurer?.identifier ? { payerId: claim.insurer.identifier } : {}),
    ...(await submitters(repository, claim, patient)),
    memberId,
    serviceDate: (day ?? new Date(now).toISOString()).slice(0, 10),
  };
  return parts.map((attachments, index) => ({ ...head, attachments, final: index === parts.length - 1 }));
}

/**
 * The provider submits attachments nobody asked for (CDex 2.1, unsolicited). Rejects with a SandboxError when the request names what is
 * not there, or when no answer comes; a payer's refusal is a receipt like any other, and ends a row of several.
 */
export async function submitUnsolicited(
  server: FhirServer,
  members: readonly SandboxMember[],
  request: SubmitRequest,
  pushWay?: PushWay,
): Promise<SubmitReceipt> {
  const { to, sample = 'usual' } = request;
  if (!/^https?:\/\//i.test(to) || !URL.canParse(to)) {
    throw inputError(`"${to}" is not an http or https URL.`, 'Give the URL to submit to.');
  }
  if (!sampleNames.includes(sample))
    throw inputError(`The sandbox has no sample "${sample}".`, `Use ${sampleNames.join(', ')}.`);
  const submissions = await server.exclusive(() => prepare(server.repository, members, request, sample));
  const answers: SubmitAnswer[] = [];
  for (const submission of submissions) {
    const { httpStatus, outcome, refusal } = await post(to, submission, pushWay);
    answers.push({ httpStatus, ...(outcome === undefined ? {} : { outcome }) });
    if (refusal !== undefined) break;
  }
  const last = answers.at(-1) as SubmitAnswer;
  const trackingId = submissions[0]?.trackingId?.value ?? '';
  return { ...last, trackingId, ...(submissions.length > 1 ? { answers } : {}) };
}

async function post(to: string, submission: NewSubmission, pushWay?: PushWay): Promise<PostedSubmission> {
  try {
    return await postSubmission(to, buildSubmission(submission), pushWay);
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new SandboxError(
      'unreachable',
      `Nothing answers at ${to}: ${cause}`,
      'Start the receiver, or check the URL.',
    );
  }
}
