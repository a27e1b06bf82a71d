import { randomUUID } from 'node:crypto';
import type { OperationOutcome, OperationOutcomeIssue, Resource, Task } from '@medplum/fhirtypes';
import { systems } from '../../../shared/cdex/codes.ts';
import { issue, problem } from '../fhir/problems.ts';
import type { SandboxRepository } from '../fhir/repository.ts';
import { checkContent } from '../fhir/validate.ts';
import { type Associated, associate } from './associate.ts';
import { communicationOf, fingerprintOf, refusedCommunication } from './communication.ts';
import { findPatient } from './find.ts';
import type { PayerWays } from './payer-rules.ts';
import type { ReceivedSubmission } from './read-submission.ts';
import { refuse } from './refuse.ts';
import { isRepeat, type ThreadState, threadOf } from './threads.ts';

/** Refuses (400) what this payer has no place for. */
function checkStorable(repository: SandboxRepository, content: Resource): void {
  checkContent(content);
  if (repository.types.includes(content.resourceType)) return;
  throw problem(400, `This payer cannot keep a ${content.resourceType}.`, {
    code: 'not-supported',
    expression: ['Parameters.parameter'],
    diagnostics: 'Put it into a Bundle, or send a DocumentReference.',
  });
}

async function storeContent(repository: SandboxRepository, content: Resource): Promise<string> {
  const { id } = await repository.keep({ ...content, id: randomUUID() });
  return `${content.resourceType}/${id}`;
}

const information = (text: string): OperationOutcomeIssue =>
  issue(text, { severity: 'information', code: 'informational' });

const outcomeOf = (texts: readonly string[], warnings: readonly OperationOutcomeIssue[] = []): OperationOutcome => ({
  resourceType: 'OperationOutcome',
  issue: [...texts.map(information), ...warnings],
});

const mayBeSeveral = ({ input }: Task): boolean =>
  input?.some(
    ({ type, valueBoolean }) =>
      valueBoolean === true &&
      type.coding?.some(({ system, code }) => system === systems.cdex && code === 'multiple-submits-flag'),
  ) ?? false;

/** What is odd about a submission and stands in nobody's way. */
function oddities({ final, trackingId }: ReceivedSubmission, thread: ThreadState, associated: Associated): string[] {
  const request = 'found' in associated ? associated.found.request : undefined;
  const odd: string[] = [];
  if (thread === 'final')
    odd.push(`It came after what was said to be the last submission for the tracking id ${trackingId.value}.`);
  if (!final && request && !mayBeSeveral(request))
    odd.push('More is announced to follow, although the request does not allow several submissions.');
  return odd;
}

function sentence({ attachments, trackingId }: ReceivedSubmission, associated: Associated): string {
  const number = attachments.length;
  const what = number === 1 ? 'The attachment was' : `${number} attachments were`;
  if ('found' in associated) {
    const { about, by } = associated.found;
    const whole = about.map(({ reference }) => reference).join(' and ');
    return `${what} accepted and associated with ${whole} by ${by}.`;
  }
  return `${what} accepted, but the submission ${trackingId.value} ${associated.held}; held for a future one.`;
}

/**
 * Keeps a submission: each content as the resource it is, and a Communication that ties them to tracking id, member and claim. Answers
 * with informational issues: associated, held for a claim that is not known yet (CONF-021), or kept before. Throws the refusal of a rule
 * of the payer, of which a Communication is left that was not done.
 */
export async function storeSubmission(
  repository: SandboxRepository,
  submission: ReceivedSubmission,
  ways: PayerWays,
  at: number,
): Promise<OperationOutcome> {
  const fingerprint = fingerprintOf(submission.body);
  if (isRepeat(repository, fingerprint))
    return outcomeOf([`The same submission was kept before, so ${submission.trackingId.value} is not kept again.`]);
  for (const { content } of submission.attachments) checkStorable(repository, content);
  const patient = findPatient(repository, submission.memberId);
  const rules = ways.rules();
  const thread = threadOf(repository, submission, rules);
  const associated: Associated = ways.faults().includes('payer-hold')
    ? { held: 'is held as everything is for now' }
    : await associate(repository, submission, rules);
  const refused = refuse(ways, { submission, knowsMember: patient !== undefined, thread, associated });
  if (refused) {
    await repository.createResource(refusedCommunication(submission, fingerprint, refused.reason, patient, at));
    throw refused.error;
  }
  const notes = oddities(submission, thread, associated);
  await repository.withTransaction(async () => {
    const references: string[] = [];
    for (const { content } of submission.attachments) references.push(await storeContent(repository, content));
    const kept = { references, associated, notes };
    await repository.createResource(communicationOf(submission, fingerprint, kept, patient, at));
  });
  return outcomeOf([sentence(submission, associated), ...notes], submission.warnings);
}
