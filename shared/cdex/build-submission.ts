import type { CodeableConcept, Identifier, Parameters, ParametersParameter, Resource } from '@medplum/fhirtypes';
import type { CdexVersion } from '../domain/connection.ts';
import { profiles } from './codes.ts';

/** One attachment to be submitted. */
export interface NewAttachment {
  /** Line numbers of the claim; none means the whole claim. */
  lineItems?: string[];
  code?: CodeableConcept;
  content: Resource;
}

/** What goes into $submit-attachment. What is missing is left out, and checkSubmission says so. */
export interface NewSubmission {
  trackingId?: Identifier;
  /** Of a prior authorization that was asked for; written from the continuous build on. */
  adminRef?: Identifier;
  attachTo: 'claim' | 'preauthorization';
  payerId?: Identifier;
  organizationId?: Identifier;
  providerId?: Identifier;
  memberId?: Identifier;
  /** FHIR date to the day; required for claims. */
  serviceDate?: string;
  attachments: NewAttachment[];
  final: boolean;
}

const identifier = (name: string, value: Identifier | undefined): ParametersParameter[] =>
  value?.value ? [{ name, valueIdentifier: value }] : [];

function attachment({ lineItems, code, content }: NewAttachment): ParametersParameter {
  return {
    name: 'Attachment',
    part: [
      ...(lineItems ?? []).map((line) => ({ name: 'LineItem', valueString: line })),
      ...(code ? [{ name: 'Code', valueCodeableConcept: code }] : []),
      { name: 'Content', resource: content },
    ],
  };
}

/**
 * The Parameters of $submit-attachment (profile cdex-parameters-submit-attachment), parts in the order of the profile: line items, code,
 * content. The versions write it alike but for AdminRefNumber, which only the continuous build has.
 */
export function buildSubmission(submission: NewSubmission, version: CdexVersion = '2.1'): Parameters {
  const { attachTo, serviceDate, final } = submission;
  return {
    resourceType: 'Parameters',
    meta: { profile: [profiles.submitAttachment] },
    parameter: [
      ...identifier('TrackingId', submission.trackingId),
      ...(version === 'ci' ? identifier('AdminRefNumber', submission.adminRef) : []),
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
