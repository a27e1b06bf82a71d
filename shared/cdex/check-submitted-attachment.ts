import type { Finding } from '../domain/finding.ts';
import { codingsOf } from '../fhir/datatype.ts';
import type { LookAtData } from '../fhir/look-at-data.ts';
import { dig, textOf } from '../fhir/json.ts';
import { nearest } from '../fhir/nearest.ts';
import type { Parameter } from '../fhir/parameters.ts';
import { checkDocument } from './check-document.ts';
import { checkType, named, placeOf } from './check-parameter.ts';
import { systems } from './codes.ts';
import { error, findingsOf, information, warning } from './findings.ts';

/** The parts of an Attachment. */
export const attachmentParts = ['LineItem', 'Code', 'Content'];

/** Parameters of the operation that some put into the attachment they send them with. */
const outside = [
  'TrackingId',
  'AttachTo',
  'PayerId',
  'OrganizationId',
  'ProviderId',
  'MemberId',
  'ServiceDate',
  'Final',
];

function checkNames(attachment: Parameter): Finding[] {
  return findingsOf(attachment.parts, (part) => {
    if (attachmentParts.includes(part.name)) return [];
    const path = `${placeOf(part)}.name`;
    if (outside.includes(part.name)) {
      const message = `${part.name} stands inside an attachment; it belongs beside them.`;
      return [error('parameters-misplaced', path, message, 'Move it up to the other parameters.')];
    }
    const right = nearest(part.name, attachmentParts);
    if (right?.toLowerCase() === part.name.toLowerCase()) {
      const message = `${part.name} is written in another case than ${right}.`;
      return [error('parameters-name', path, message, `Write ${right}.`)];
    }
    const message = `${part.name || 'A part without a name'} is not a part of Attachment; others are not allowed.`;
    const next = right ? `Write ${right}.` : `The parts are ${attachmentParts.join(', ')}.`;
    return [error('parameters-name', path, message, next)];
  });
}

function checkContent(attachment: Parameter, look: LookAtData): Finding[] {
  const contents = named(attachment.parts, 'Content');
  const [first, second] = contents;
  if (!first)
    return [
      error('parameters-missing', placeOf(attachment), 'Content is missing.', 'Add the part Content with a resource.'),
    ];
  const repeated = second
    ? [error('parameters-repeated', placeOf(second), 'Content stands more than once.', 'Use one Attachment for each.')]
    : [];
  return [...repeated, ...findingsOf(contents, (one) => checkResource(one, look))];
}

function checkResource(content: Parameter, look: LookAtData): Finding[] {
  const type = textOf(content.resource?.resourceType);
  if (!content.resource || !type) {
    const message = 'Content carries no resource.';
    const next = 'Put the resource into the member resource.';
    return [error('parameters-value', `${placeOf(content)}.resource`, message, next)];
  }
  const isDocument = type === 'DocumentReference' || type === 'Binary';
  return isDocument ? checkDocument(content.resource, () => `${placeOf(content)}.resource`, look) : [];
}

function checkCode(attachment: Parameter, solicited: boolean): Finding[] {
  const [first, second] = named(attachment.parts, 'Code');
  if (!first) {
    const answersForm = named(attachment.parts, 'Content').some(
      (one) => one.resource?.resourceType === 'QuestionnaireResponse',
    );
    if (solicited || answersForm) return [];
    const message = 'An unsolicited attachment does not say what it is.';
    return [warning('CONF-002', placeOf(attachment), message, 'Add the part Code with a document code.')];
  }
  const found = checkType(first, 'CodeableConcept');
  if (second) found.push(error('parameters-repeated', placeOf(second), 'Code stands more than once.', 'Keep one.'));
  const codings = codingsOf(first.value);
  if (found.length === 0 && codings.length === 0 && !textOf(dig(first.value, 'text'))) {
    const next = 'Give it a coding or a text, or leave Code out.';
    found.push(error('parameters-value', `${placeOf(first)}.valueCodeableConcept`, 'Code has no value.', next));
  }
  if (codings.length === 0 || codings.some(({ system }) => system === systems.loinc || system === systems.pwk01))
    return found;
  const message = 'The code comes from neither LOINC nor the report types of X12.';
  return [...found, information('attachment-code', placeOf(first), message, 'Add a coding the payer knows.')];
}

function checkLineItems(attachment: Parameter): Finding[] {
  const numbers = named(attachment.parts, 'LineItem');
  const seen = new Set<unknown>();
  const twice = numbers.find(({ value }) => {
    if (seen.has(value)) return value !== undefined;
    seen.add(value);
    return false;
  });
  const found = findingsOf(numbers, (one) => checkType(one, 'String'));
  if (!twice) return found;
  const message = `Line item ${String(twice.value)} stands twice.`;
  return [...found, information('line-item-twice', placeOf(twice), message, 'Keep one.')];
}

/** What the rules say about one Attachment of a submission. */
export const checkAttachment = (attachment: Parameter, solicited: boolean, look: LookAtData): Finding[] => [
  ...checkNames(attachment),
  ...checkContent(attachment, look),
  ...checkCode(attachment, solicited),
  ...checkLineItems(attachment),
];
