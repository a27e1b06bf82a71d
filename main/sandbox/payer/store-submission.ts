import type { Communication, Identifier, OperationOutcome, Patient, Resource } from '@medplum/fhirtypes';
import { systems } from '../../../shared/cdex/codes.ts';
import { issue, problem } from '../fhir/problems.ts';
import type { SandboxRepository } from '../fhir/repository.ts';
import { parseSearch } from '../fhir/search-query.ts';
import type { ReceivedSubmission } from './read-submission.ts';

const escaped = (text: string): string => text.replace(/[\\,|$]/g, '\\$&');

const token = ({ system, value }: Identifier): string =>
  system ? `${escaped(system)}|${escaped(value ?? '')}` : escaped(value ?? '');

function findOne(repository: SandboxRepository, type: string, identifier: Identifier): Resource | undefined {
  const query = parseSearch(repository.definitions, [type], [['identifier', token(identifier)]]);
  return repository.find(query).entry[0]?.resource;
}

/** The member of a submission, where this payer knows them. */
export const findPatient = (repository: SandboxRepository, memberId: Identifier): Patient | undefined =>
  findOne(repository, 'Patient', memberId) as Patient | undefined;

/** What the tracking id belongs to: a request of ours, or a claim that carries it. */
function findOrigin(repository: SandboxRepository, trackingId: Identifier): Resource | undefined {
  return ['Task', 'CommunicationRequest', 'Claim']
    .map((type) => findOne(repository, type, trackingId))
    .find((resource) => resource !== undefined);
}

async function storeContent(repository: SandboxRepository, content: Resource): Promise<string> {
  if (!repository.types.includes(content.resourceType)) {
    throw problem(400, `This payer cannot keep a ${content.resourceType}.`, {
      code: 'not-supported',
      expression: ['Parameters.parameter'],
      diagnostics: 'Put it into a Bundle, or send a DocumentReference.',
    });
  }
  const stored = await repository.createResource(content);
  return `${stored.resourceType}/${stored.id}`;
}

function communication(
  submission: ReceivedSubmission,
  references: string[],
  patient: Patient | undefined,
  origin: Resource | undefined,
  at: number,
): Communication {
  const { trackingId, attachTo, memberId, sender, final } = submission;
  return {
    resourceType: 'Communication',
    identifier: [trackingId],
    status: final ? 'completed' : 'in-progress',
    category: [{ coding: [{ system: systems.claimUse, code: attachTo }], text: `Attachment to a ${attachTo}` }],
    subject: { ...(patient ? { reference: `Patient/${patient.id}` } : {}), identifier: memberId },
    ...(origin ? { about: [{ reference: `${origin.resourceType}/${origin.id}` }] } : {}),
    sender: { identifier: sender },
    received: new Date(at).toISOString(),
    ...(origin ? {} : { statusReason: { text: 'Held: the claim or prior authorization is not known yet.' } }),
    payload: references.map((reference) => ({ contentReference: { reference } })),
  };
}

/**
 * Keeps a submission: each content as the resource it is, and a Communication that ties them to tracking id, member and
 * claim. Answers with an informational outcome: associated, or held for a claim that is not known yet (CONF-021).
 */
export async function storeSubmission(
  repository: SandboxRepository,
  submission: ReceivedSubmission,
  at: number,
): Promise<OperationOutcome> {
  const patient = findPatient(repository, submission.memberId);
  const origin = findOrigin(repository, submission.trackingId);
  await repository.withTransaction(async () => {
    const references: string[] = [];
    for (const { content } of submission.attachments) references.push(await storeContent(repository, content));
    await repository.createResource(communication(submission, references, patient, origin, at));
  });
  const number = submission.attachments.length;
  const what = number === 1 ? 'The attachment was' : `${number} attachments were`;
  const id = submission.trackingId.value;
  const text = origin
    ? `${what} accepted and associated with ${origin.resourceType}/${origin.id} by the tracking id ${id}.`
    : `${what} accepted, but the tracking id ${id} belongs to no claim or prior authorization known here; held for a future one.`;
  const outcome = issue(text, { severity: 'information', code: 'informational' });
  return { resourceType: 'OperationOutcome', issue: [outcome] };
}
