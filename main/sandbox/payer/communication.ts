import { createHash } from 'node:crypto';
import type { Communication, Identifier, Patient } from '@medplum/fhirtypes';
import { systems } from '../../../shared/cdex/codes.ts';
import type { Associated, Belonging } from './associate.ts';
import type { ReceivedSubmission } from './read-submission.ts';

/** Systems and URLs of what a Communication keeps of its submission, where FHIR has no element for it. */
const own = 'urn:switchboard:sandbox:payer';
const serviceDateUrl = `${own}:service-date`;
const lineItemUrl = `${own}:line-item`;
/** Marks what waits for a claim or a request. */
const heldTag = { system: own, code: 'held', display: 'Held for a future claim or prior authorization' };

/** What two submissions that bring the same have in common. */
export const fingerprintOf = (body: unknown): Identifier => {
  const { id: _id, meta: _meta, ...said } = body as Record<string, unknown>;
  return { system: `${own}:content`, value: createHash('sha256').update(JSON.stringify(said)).digest('hex') };
};

const adminRefType = { coding: [{ system: systems.cdex, code: 'admin-ref-number' }] };

/** Everything about a submission but what came of it. */
function letter(submission: ReceivedSubmission, fingerprint: Identifier, patient: Patient | undefined, at: number) {
  const { trackingId, adminRef, attachTo, memberId, sender, payerId, serviceDate } = submission;
  return {
    resourceType: 'Communication' as const,
    ...(serviceDate ? { extension: [{ url: serviceDateUrl, valueDateTime: serviceDate }] } : {}),
    identifier: [trackingId, ...(adminRef ? [{ ...adminRef, type: adminRefType }] : []), fingerprint],
    category: [{ coding: [{ system: systems.claimUse, code: attachTo }], text: `Attachment to a ${attachTo}` }],
    subject: { ...(patient ? { reference: `Patient/${patient.id}` } : {}), identifier: memberId },
    sender: { identifier: sender },
    ...(payerId ? { recipient: [{ identifier: payerId }] } : {}),
    received: new Date(at).toISOString(),
  };
}

/** What became of a submission: which resources it brought, what it belongs to, and what is to be noted beside it. */
export interface Kept {
  /** `Type/id` of each content, in the order of the attachments. */
  references: string[];
  associated: Associated;
  notes: string[];
}

/** The Communication that ties the contents of a submission to tracking id, member and claim. */
export function communicationOf(
  submission: ReceivedSubmission,
  fingerprint: Identifier,
  { references, associated, notes }: Kept,
  patient: Patient | undefined,
  at: number,
): Communication {
  const communication: Communication = {
    ...letter(submission, fingerprint, patient, at),
    status: submission.final ? 'completed' : 'in-progress',
    payload: submission.attachments.map(({ lineItems }, index) => ({
      ...(lineItems.length ? { extension: lineItems.map((valueString) => ({ url: lineItemUrl, valueString })) } : {}),
      contentReference: { reference: references[index] },
    })),
    ...(notes.length ? { note: notes.map((text) => ({ text })) } : {}),
  };
  return withAssociation(communication, associated);
}

/** A submission that was refused by a rule of the payer: that it was is kept, its contents are not. */
export const refusedCommunication = (
  submission: ReceivedSubmission,
  fingerprint: Identifier,
  reason: string,
  patient: Patient | undefined,
  at: number,
): Communication => ({
  ...letter(submission, fingerprint, patient, at),
  status: 'not-done',
  statusReason: { text: reason },
});

/** A Communication with what it belongs to, or marked as held. */
export function withAssociation(communication: Communication, associated: Associated): Communication {
  const { about: _about, statusReason: _reason, meta: _meta, ...rest } = communication;
  if ('found' in associated) return { ...rest, about: associated.found.about };
  return { ...rest, meta: { tag: [heldTag] }, statusReason: { text: `Held: it ${associated.held}.` } };
}

/** The search value that finds what is held. */
export const heldToken = `${own}|${heldTag.code}`;

/** What a kept Communication says of where it belongs. */
export function belongingOf(communication: Communication): Belonging {
  const { identifier = [], category, subject, extension, payload = [] } = communication;
  const adminRef = identifier.find(({ type }) => type?.coding?.[0]?.code === 'admin-ref-number');
  const serviceDate = extension?.find(({ url }) => url === serviceDateUrl)?.valueDateTime;
  return {
    trackingId: identifier[0] ?? {},
    ...(adminRef ? { adminRef } : {}),
    attachTo: category?.[0]?.coding?.[0]?.code === 'preauthorization' ? 'preauthorization' : 'claim',
    memberId: subject?.identifier ?? {},
    ...(serviceDate ? { serviceDate } : {}),
    lineItems: payload.flatMap((one) => one.extension?.flatMap(({ valueString }) => valueString ?? []) ?? []),
  };
}
