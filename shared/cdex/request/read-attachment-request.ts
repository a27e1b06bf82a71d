import type { AttachmentAsked, AttachmentRequest } from '../../domain/task-request.ts';
import { codingsOf } from '../../fhir/datatype.ts';
import { formatIdentifier } from '../../fhir/identifier.ts';
import { booleanOf, dig, listOf, numberOf, objectsOf, textOf } from '../../fhir/json.ts';
import type { Unfinished } from '../build/context.ts';
import { looksLikeLoinc } from '../build/parts.ts';
import { containedIn, isMemberId } from '../check-attachment-actors.ts';
import { claimUses, lineItemExtensions, patientAccountType, systems } from '../codes.ts';
import { inputsOf, type TaskSlot, withCode } from '../task-slots.ts';
import { actorText, codingText, identifierTyped, npiText, questionnaireOf, readCommon, stated } from './read-parts.ts';

function nameOf(name: unknown): string | undefined {
  const family = textOf(dig(name, 'family'));
  const given = listOf(dig(name, 'given')).flatMap((one) => textOf(one) ?? []);
  if (!family && given.length === 0) return textOf(dig(name, 'text'));
  return given.length > 0 ? `${family ?? ''}, ${given.join(' ')}` : `${family},`;
}

function whatOf(slot: TaskSlot, byForm: boolean): Pick<AttachmentAsked, 'what' | 'title'> | undefined {
  if (byForm) {
    const { url, title } = questionnaireOf(slot);
    return url === undefined ? undefined : { what: url, ...(title && { title }) };
  }
  const concept = slot.slot.valueCodeableConcept;
  const [coding] = codingsOf(concept);
  const text = textOf(dig(concept, 'text'));
  const code = codingText(coding, (one) => (looksLikeLoinc(one) ? systems.loinc : ''));
  if (code !== undefined) return { what: code, ...(text && { title: text }) };
  return text === undefined ? undefined : { what: text };
}

function attachmentsOf(task: unknown, byForm: boolean): AttachmentAsked[] {
  const codes = byForm ? ['questionnaire-context', 'questionnaire'] : ['attachments-needed', 'data-code'];
  return withCode(inputsOf(task), ...codes).flatMap((slot) => {
    const what = whatOf(slot, byForm);
    const lines = objectsOf(slot.slot.extension)
      .filter(({ url }) => lineItemExtensions.some((known) => known === url))
      .flatMap((one) => numberOf(one.valueInteger ?? one.valuePositiveInt) ?? []);
    return what ? [{ ...what, ...(lines.length > 0 && { lineItems: lines }) }] : [];
  });
}

/** The form's view of an attachment request; what is not there, or not as the form would write it, is left out. */
export function readAttachmentRequest(task: unknown, kind: AttachmentRequest['kind']): Unfinished<AttachmentRequest> {
  const inputs = inputsOf(task);
  const patient = containedIn(task, 'Patient', 'patient');
  const role = containedIn(task, 'PractitionerRole', 'practitionerrole');
  const attachments = attachmentsOf(task, kind === 'attachment-request-questionnaire');
  const use = claimUses.find((one) => codingsOf(dig(task, 'reasonCode')).some(({ code }) => code === one));
  const ids = objectsOf(patient?.identifier);
  return stated({
    kind,
    ...readCommon(task),
    use,
    attachments: attachments.length > 0 ? attachments : undefined,
    member: formatIdentifier(ids.find(isMemberId)),
    owner: role ? undefined : actorText(dig(task, 'owner'), (text) => /^\d{10}$/.test(text)),
    claim: formatIdentifier(dig(task, 'reasonReference', 'identifier')),
    trackingId: formatIdentifier(identifierTyped(dig(task, 'identifier'), 'tracking-id')),
    adminRef: formatIdentifier(identifierTyped(dig(task, 'identifier'), 'admin-ref-number')),
    serviceDate: textOf(withCode(inputs, 'service-date')[0]?.slot.valueDate),
    payerUrl: textOf(withCode(inputs, 'payer-url')[0]?.slot.valueUrl),
    npi: npiText(dig(role, 'practitioner', 'identifier')),
    organizationNpi: npiText(dig(role, 'organization', 'identifier')),
    name: nameOf(dig(patient, 'name', 0)),
    birthDate: textOf(patient?.birthDate),
    patientAccount: formatIdentifier(identifierTyped(ids, patientAccountType.code)),
    multipleSubmits: booleanOf(withCode(inputs, 'multiple-submits-flag')[0]?.slot.valueBoolean),
  });
}
