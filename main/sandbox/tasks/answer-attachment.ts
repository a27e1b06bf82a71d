import type { Extension, Identifier, Patient, PractitionerRole, Task, TaskInput } from '@medplum/fhirtypes';
import { lineItemExtensions } from '../../../shared/cdex/codes.ts';
import type { SandboxRepository } from '../fhir/repository.ts';
import type { NewAttachment, NewSubmission } from '../../../shared/cdex/build-submission.ts';
import { inlineDocument } from '../submission/inline-document.ts';
import { documentsLike } from './member-documents.ts';
import { containedOf, inputsWith, requestsOf, trackingIdOf } from './read-task.ts';
import { inputText, NO_RESULTS } from './task-answer.ts';

/** Where to submit and what, or why nothing can be submitted. */
export type PreparedSubmission = { to: string; submission: NewSubmission } | { refusal: string };

/** The line items an input is for. */
export function lineItems({ extension }: TaskInput): string[] {
  const known = (url: string) => (lineItemExtensions as readonly string[]).includes(url);
  return (extension ?? [])
    .filter(({ url }) => known(url))
    .flatMap(({ valueInteger, valuePositiveInt }: Extension) => valueInteger ?? valuePositiveInt ?? [])
    .map(String);
}

function hasType({ type }: Identifier, ...codes: string[]): boolean {
  return type?.coding?.some(({ code }) => code !== undefined && codes.includes(code)) ?? false;
}

/** The member id as the payer wrote it, else the one on file. */
export function memberIdOf(task: Task | undefined, patient: Patient): Identifier {
  const asked = task ? containedOf<Patient>(task, 'Patient', task.for?.reference) : undefined;
  const all = [...(task?.for?.identifier ? [task.for.identifier] : []), ...(asked?.identifier ?? [])];
  const own = patient.identifier ?? [];
  const found = all[0] ?? own.find((one) => hasType(one, 'MB', 'UMB')) ?? own[0];
  return { ...(found?.system ? { system: found.system } : {}), value: found?.value ?? patient.id ?? '' };
}

const plain = (identifier: Identifier | undefined): Identifier | undefined =>
  identifier?.value
    ? { ...(identifier.system ? { system: identifier.system } : {}), value: identifier.value }
    : undefined;

/** Who answers: the contained PractitionerRole names practitioner and organization; older Tasks name the owner alone. */
function answering(task: Task): Pick<NewSubmission, 'organizationId' | 'providerId'> {
  const role = containedOf<PractitionerRole>(task, 'PractitionerRole', task.owner?.reference);
  const organizationId = plain(role?.organization?.identifier);
  const providerId = plain(role?.practitioner?.identifier);
  if (organizationId || providerId) {
    return { ...(organizationId ? { organizationId } : {}), ...(providerId ? { providerId } : {}) };
  }
  const owner = plain(task.owner?.identifier);
  return owner ? { providerId: owner } : {};
}

/**
 * Collects what an attachment request asks for: the newest matching document for each requested code, with its content
 * inside, and the Task's identifiers carried over to the submission's parameters (CDex attachments, mapping table).
 */
export async function prepareSubmission(
  repository: SandboxRepository,
  task: Task,
  patient: Patient & { id: string },
): Promise<PreparedSubmission> {
  const memberId = memberIdOf(task, patient);
  const attachments: NewAttachment[] = [];
  for (const input of requestsOf(task, 'attachment-request-code')) {
    const code = input.valueCodeableConcept ?? {};
    const [document] = documentsLike(repository, patient.id, code);
    if (!document) continue;
    const content = await inlineDocument(repository, document, memberId);
    attachments.push({ lineItems: lineItems(input), code, content });
  }
  if (!attachments.length) return { refusal: NO_RESULTS };
  return addressSubmission(task, memberId, attachments);
}

/** Puts what was collected under the Task's identifiers, for the URL that the Task names; refuses where it names none. */
export function addressSubmission(task: Task, memberId: Identifier, attachments: NewAttachment[]): PreparedSubmission {
  const [target] = inputsWith(task, 'payer-url');
  const to = target ? inputText(target) : '';
  if (!/^https?:\/\//.test(to) || !URL.canParse(to)) return { refusal: `"${to}" is not a URL to submit to.` };
  const trackingId = plain(trackingIdOf(task));
  if (!trackingId) return { refusal: 'The Task has no tracking id.' };
  const [date] = inputsWith(task, 'service-date');
  const use = task.reasonCode?.coding?.some(({ code }) => code === 'preauthorization') ? 'preauthorization' : 'claim';
  const payerId = plain(task.requester?.identifier);
  return {
    to,
    submission: {
      trackingId,
      attachTo: use,
      ...(payerId ? { payerId } : {}),
      ...answering(task),
      memberId,
      ...(date ? { serviceDate: (date.valueDate ?? date.valueDateTime ?? '').slice(0, 10) } : {}),
      attachments,
      final: true,
    },
  };
}
