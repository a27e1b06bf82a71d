import type {
  CodeableConcept,
  Identifier,
  OperationOutcomeIssue,
  Parameters,
  ParametersParameter,
  Resource,
} from '@medplum/fhirtypes';
import { checkSubmission } from '../../../shared/cdex/check-submission.ts';
import { findingIssue } from '../fhir/finding-issue.ts';
import { problemOf } from '../fhir/problems.ts';
import type { Belonging } from './associate.ts';

/** A submission as received, checked. */
export interface ReceivedSubmission extends Belonging {
  /** The organization, or else the practitioner, that submits. */
  sender: Identifier;
  payerId?: Identifier;
  attachments: { lineItems: string[]; code?: CodeableConcept; content: Resource }[];
  /** Absent means true. */
  final: boolean;
  /** What should be otherwise and stands in nobody's way. */
  warnings: OperationOutcomeIssue[];
  /** As it came. */
  body: unknown;
}

/** As many warnings are told; more help nobody. */
const mostWarnings = 10;

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

/** Reads the body of $submit-attachment, or refuses it (400, 422 for modifiers nobody knows) with every rule that is broken. The order of the parts means nothing. */
export function readSubmission(body: unknown): ReceivedSubmission {
  const findings = checkSubmission(body, 'ci');
  const broken = findings.filter(({ severity }) => severity === 'error');
  // Well-formed, and still not to be acted on.
  const status = broken.every(({ rule }) => rule === 'modifier-extension') ? 422 : 400;
  if (broken.length) throw problemOf(status, broken.map(findingIssue));
  const warnings = findings.filter(({ severity }) => severity === 'warning').slice(0, mostWarnings);
  const list = (body as Parameters).parameter;
  const identifier = (name: string) => named(list, name)[0]?.valueIdentifier;
  const serviceDate = named(list, 'ServiceDate')[0]?.valueDateTime;
  const [adminRef, payerId] = [identifier('AdminRefNumber'), identifier('PayerId')];
  const attachments = named(list, 'Attachment').map(readAttachment);
  return {
    trackingId: identifier('TrackingId') as Identifier,
    ...(adminRef ? { adminRef } : {}),
    attachTo: named(list, 'AttachTo')[0]?.valueCode as ReceivedSubmission['attachTo'],
    memberId: identifier('MemberId') as Identifier,
    sender: (identifier('OrganizationId') ?? identifier('ProviderId')) as Identifier,
    ...(payerId ? { payerId } : {}),
    ...(serviceDate ? { serviceDate } : {}),
    lineItems: attachments.flatMap(({ lineItems }) => lineItems),
    attachments,
    final: named(list, 'Final')[0]?.valueBoolean !== false,
    warnings: warnings.map((one) => ({ ...findingIssue(one), severity: 'warning' })),
    body,
  };
}
