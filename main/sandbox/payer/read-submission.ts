import type { CodeableConcept, Identifier, Parameters, ParametersParameter, Resource } from '@medplum/fhirtypes';
import { checkSubmission } from '../../../shared/cdex/check-submission.ts';
import { findingIssue } from '../fhir/finding-issue.ts';
import { problemOf } from '../fhir/problems.ts';

/** A submission as received, checked. */
export interface ReceivedSubmission {
  trackingId: Identifier;
  attachTo: 'claim' | 'preauthorization';
  memberId: Identifier;
  /** The organization, or else the practitioner, that submits. */
  sender: Identifier;
  serviceDate?: string;
  attachments: { lineItems: string[]; code?: CodeableConcept; content: Resource }[];
  /** Absent means true. */
  final: boolean;
}

const named = (list: ParametersParameter[] | undefined, name: string): ParametersParameter[] =>
  (list ?? []).filter((one) => one.name === name);

function readAttachment({ part }: ParametersParameter): ReceivedSubmission['attachments'][number] {
  const [code] = named(part, 'Code');
  return {
    lineItems: named(part, 'LineItem').map(({ valueString }) => String(valueString)),
    ...(code?.valueCodeableConcept ? { code: code.valueCodeableConcept } : {}),
    content: named(part, 'Content')[0]?.resource as Resource,
  };
}

/** Reads the body of $submit-attachment, or refuses it (400) with every rule that is broken. The order of the parts means nothing. */
export function readSubmission(body: unknown): ReceivedSubmission {
  const broken = checkSubmission(body, 'ci').filter(({ severity }) => severity === 'error');
  if (broken.length) throw problemOf(400, broken.map(findingIssue));
  const list = (body as Parameters).parameter;
  const identifier = (name: string) => named(list, name)[0]?.valueIdentifier;
  const serviceDate = named(list, 'ServiceDate')[0]?.valueDateTime;
  return {
    trackingId: identifier('TrackingId') as Identifier,
    attachTo: named(list, 'AttachTo')[0]?.valueCode as ReceivedSubmission['attachTo'],
    memberId: identifier('MemberId') as Identifier,
    sender: (identifier('OrganizationId') ?? identifier('ProviderId')) as Identifier,
    ...(serviceDate ? { serviceDate } : {}),
    attachments: named(list, 'Attachment').map(readAttachment),
    final: named(list, 'Final')[0]?.valueBoolean !== false,
  };
}
