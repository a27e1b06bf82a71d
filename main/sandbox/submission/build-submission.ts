import type { CodeableConcept, Identifier, Parameters, ParametersParameter, Resource } from '@medplum/fhirtypes';
import { profiles } from '../../../shared/cdex/codes.ts';

/** One attachment of a submission. */
export interface SubmittedAttachment {
  /** Line numbers of the claim; none means the whole claim. */
  lineItems?: string[];
  code?: CodeableConcept;
  content: Resource;
}

/** What goes into $submit-attachment. */
export interface Submission {
  trackingId: Identifier;
  attachTo: 'claim' | 'preauthorization';
  payerId?: Identifier;
  organizationId?: Identifier;
  providerId?: Identifier;
  memberId: Identifier;
  /** FHIR date to the day; required for claims. */
  serviceDate?: string;
  attachments: SubmittedAttachment[];
  final: boolean;
}

const identifier = (name: string, value: Identifier | undefined): ParametersParameter[] =>
  value?.value ? [{ name, valueIdentifier: value }] : [];

function attachment({ lineItems, code, content }: SubmittedAttachment): ParametersParameter {
  return {
    name: 'Attachment',
    part: [
      ...(lineItems ?? []).map((line) => ({ name: 'LineItem', valueString: line })),
      ...(code ? [{ name: 'Code', valueCodeableConcept: code }] : []),
      { name: 'Content', resource: content },
    ],
  };
}

/** The Parameters of $submit-attachment (CDex 2.1, profile cdex-parameters-submit-attachment). */
export function buildSubmission(submission: Submission): Parameters {
  const { attachTo, serviceDate, final } = submission;
  return {
    resourceType: 'Parameters',
    meta: { profile: [profiles.submitAttachment] },
    parameter: [
      ...identifier('TrackingId', submission.trackingId),
      { name: 'AttachTo', valueCode: attachTo },
      ...identifier('PayerId', submission.payerId),
      ...identifier('OrganizationId', submission.organizationId),
      ...identifier('ProviderId', submission.providerId),
      ...identifier('MemberId', submission.memberId),
      ...(serviceDate ? [{ name: 'ServiceDate', valueDateTime: serviceDate }] : []),
      ...submission.attachments.map(attachment),
      { name: 'Final', valueBoolean: final },
    ],
  };
}
