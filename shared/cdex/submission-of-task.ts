import type { AskedAttachment, SubmissionRequest } from '../domain/submission.ts';
import { codeOf, codingsOf } from '../fhir/datatype.ts';
import { formatIdentifier } from '../fhir/identifier.ts';
import { booleanOf, dig, isObject, type JsonObject, numberOf, objectsOf, textOf } from '../fhir/json.ts';
import { parseReference } from '../fhir/reference.ts';
import { containedIn, isMemberId } from './check-attachment-actors.ts';
import { claimUses, lineItemExtensions } from './codes.ts';
import { readTask } from './read-task.ts';
import { documentCode, identifierTyped, questionnaireOf, stated } from './request/read-parts.ts';
import { inputsOf, type TaskSlot, withCode } from './task-slots.ts';

/** The submission an attachment request asks for, as far as the Task says it. */
export interface AskedSubmission {
  /** Without contents: for each thing asked for an attachment, nothing chosen yet. */
  request: SubmissionRequest;
  /** The same things, in the same order; proposals are for somebody else to find. */
  slots: AskedAttachment[];
  /** In one line. */
  asked: string;
  /** As written: the operation's URL, or a base. */
  payerUrl?: string;
  multipleSubmits: boolean;
  /** Whether filled-in questionnaires are asked for. */
  questionnaires: boolean;
}

/** Whom Task.owner or Task.for means inside the Task: by its reference, else the id the profile fixes. */
function inside(task: unknown, type: string, reference: unknown, id: string): JsonObject | undefined {
  const named = textOf(dig(reference, 'reference')) ?? '';
  return (
    (named.startsWith('#') ? containedIn(task, type, named.slice(1)) : undefined) ??
    containedIn(task, type, id) ??
    objectsOf(dig(task, 'contained')).find((one) => one.resourceType === type)
  );
}

/**
 * Who submits. The generated mapping table of the guide has practitioner and organization the wrong way round; its page, and common sense,
 * say that the organization's identifier is OrganizationId. An owner named without a role (1.1) is told by the type of its reference.
 */
function submitters(task: unknown): Pick<SubmissionRequest, 'organizationId' | 'providerId'> {
  const owner = dig(task, 'owner');
  const role = inside(task, 'PractitionerRole', owner, 'practitionerrole');
  if (role)
    return stated({
      organizationId: formatIdentifier(dig(role, 'organization', 'identifier')),
      providerId: formatIdentifier(dig(role, 'practitioner', 'identifier')),
    });
  const identifier = formatIdentifier(dig(owner, 'identifier'));
  const type = parseReference(owner).type ?? textOf(dig(owner, 'type'));
  return stated(type?.startsWith('Practitioner') ? { providerId: identifier } : { organizationId: identifier });
}

function memberOf(task: unknown): string | undefined {
  const patient = inside(task, 'Patient', dig(task, 'for'), 'patient');
  const ids = objectsOf(patient?.identifier);
  return formatIdentifier(ids.find(isMemberId) ?? ids[0]) ?? formatIdentifier(dig(task, 'for', 'identifier'));
}

/** Numbers in a Task, text in a submission. */
const lineItems = ({ slot }: TaskSlot): string[] =>
  objectsOf(slot.extension)
    .filter(({ url }) => lineItemExtensions.some((known) => known === url))
    .flatMap((one) => {
      const line = numberOf(one.valueInteger ?? one.valuePositiveInt);
      return line === undefined ? [] : [String(line)];
    });

function askedOf(slot: TaskSlot, byForm: boolean): AskedAttachment {
  const lines = lineItems(slot);
  const common = { ...(lines.length > 0 && { lineItems: lines }), proposals: [] };
  if (byForm) {
    const { url, title } = questionnaireOf(slot);
    return { ...(url && { questionnaire: url }), ...(title && { title }), ...common };
  }
  const concept = slot.slot.valueCodeableConcept;
  const words = textOf(dig(concept, 'text')) ?? codingsOf(concept).flatMap(({ display }) => textOf(display) ?? [])[0];
  const code = documentCode(concept) ?? words ?? codeOf(concept);
  return { ...(code && { code }), ...(words && words !== code && { title: words }), ...common };
}

const claimUseOf = (task: unknown): SubmissionRequest['attachTo'] => {
  const reason = dig(task, 'reasonCode');
  const said = [...codingsOf(reason).map(({ code }) => code), textOf(dig(reason, 'text'))];
  return claimUses.find((use) => said.includes(use)) ?? 'claim';
};

/**
 * What an attachment-request Task of any version asks to be submitted, by the guide's mapping from Task to Parameters; it never fails, and
 * what the Task does not say is left out.
 */
export function submissionOfTask(task: unknown): AskedSubmission {
  const inputs = isObject(task) ? inputsOf(task) : [];
  const forms = withCode(inputs, 'questionnaire-context', 'questionnaire');
  const documents = withCode(inputs, 'attachments-needed', 'data-code');
  const questionnaires = forms.length > 0;
  const slots = [
    ...documents.map((slot) => askedOf(slot, false)),
    ...(documents.length > 0 ? [] : forms.map((slot) => askedOf(slot, true))),
  ];
  const url = withCode(inputs, 'payer-url')[0]?.slot;
  const date = withCode(inputs, 'service-date')[0]?.slot;
  const payerUrl = textOf(url?.valueUrl) ?? textOf(url?.valueUri) ?? textOf(url?.valueString);
  const request: SubmissionRequest = {
    attachTo: claimUseOf(task),
    ...stated({
      trackingId: formatIdentifier(identifierTyped(dig(task, 'identifier'), 'tracking-id')),
      adminRef: formatIdentifier(identifierTyped(dig(task, 'identifier'), 'admin-ref-number')),
      payerId: formatIdentifier(dig(task, 'requester', 'identifier')),
      ...submitters(task),
      memberId: memberOf(task),
      serviceDate: (textOf(date?.valueDate) ?? textOf(date?.valueDateTime))?.slice(0, 10),
    }),
    attachments: slots.map(({ code, title, lineItems: lines }) => ({
      ...stated({ code, title, lineItems: lines }),
      content: { from: 'unchosen' },
    })),
    final: true,
  };
  return {
    request,
    slots,
    asked: readTask(task).asked,
    ...(payerUrl && { payerUrl }),
    multipleSubmits: booleanOf(withCode(inputs, 'multiple-submits-flag')[0]?.slot.valueBoolean) === true,
    questionnaires: questionnaires && documents.length === 0,
  };
}
