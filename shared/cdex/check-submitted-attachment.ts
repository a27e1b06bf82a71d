import type { Finding } from '../domain/finding.ts';
import { codingsOf } from '../fhir/datatype.ts';
import { dig, type JsonObject, listOf, textOf } from '../fhir/json.ts';
import { nearest } from '../fhir/nearest.ts';
import type { Parameter } from '../fhir/parameters.ts';
import { checkType, named, placeOf } from './check-parameter.ts';
import { systems } from './codes.ts';
import { error, findingsOf, information, warning } from './findings.ts';

const parts = ['LineItem', 'Code', 'Content'];

function checkNames(attachment: Parameter): Finding[] {
  return findingsOf(attachment.parts, (part) => {
    if (parts.includes(part.name)) return [];
    const path = `${placeOf(part)}.name`;
    const right = nearest(part.name, parts);
    const message = `${part.name || 'A part without a name'} is not a part of Attachment; others are not allowed.`;
    const next = right ? `Write ${right}.` : `The parts are ${parts.join(', ')}.`;
    return [error('parameters-name', path, message, next)];
  });
}

/** Whether a DocumentReference or Binary brings its document, inline or by a URL. */
function checkDocument(resource: JsonObject, path: string): Finding[] {
  const contents =
    resource.resourceType === 'Binary' ? [resource] : listOf(resource.content).map((one) => dig(one, 'attachment'));
  if (contents.length === 0) {
    const message = 'The DocumentReference has no content.';
    return [error('attachment-content', `${path}.content`, message, 'Add the document as an attachment.')];
  }
  return contents.flatMap((content, index) => {
    const at = resource.resourceType === 'Binary' ? path : `${path}.content[${index}].attachment`;
    const found: Finding[] = [];
    if (!textOf(dig(content, 'data')) && !textOf(dig(content, 'url'))) {
      const message = 'The attachment has neither data nor a url.';
      found.push(error('attachment-content', at, message, 'Send the document inline as base64, or say where it is.'));
    }
    if (/[^A-Za-z0-9+/=_\-\s]/.test(textOf(dig(content, 'data')) ?? '')) {
      const message = 'The data of the attachment are not base64; they cannot be read.';
      found.push(error('attachment-content', `${at}.data`, message, 'Encode the document as base64.'));
    }
    if (!textOf(dig(content, 'contentType'))) {
      const message = 'The attachment does not say what type it is.';
      found.push(warning('attachment-content-type', `${at}.contentType`, message, 'Add contentType.'));
    }
    return found;
  });
}

function checkContent(attachment: Parameter): Finding[] {
  const contents = named(attachment.parts, 'Content');
  const [first, second] = contents;
  const path = placeOf(attachment);
  if (!first)
    return [error('parameters-missing', path, 'Content is missing.', 'Add the part Content with a resource.')];
  const repeated = second
    ? [error('parameters-repeated', placeOf(second), 'Content stands more than once.', 'Use one Attachment for each.')]
    : [];
  return [...repeated, ...findingsOf(contents, checkResource)];
}

function checkResource(content: Parameter): Finding[] {
  const path = `${placeOf(content)}.resource`;
  const type = textOf(content.resource?.resourceType);
  if (!content.resource || !type) {
    const message = 'Content carries no resource.';
    return [error('parameters-value', path, message, 'Put the resource into the member resource.')];
  }
  return type === 'DocumentReference' || type === 'Binary' ? checkDocument(content.resource, path) : [];
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
export const checkAttachment = (attachment: Parameter, solicited: boolean): Finding[] => [
  ...checkNames(attachment),
  ...checkContent(attachment),
  ...checkCode(attachment, solicited),
  ...checkLineItems(attachment),
];
