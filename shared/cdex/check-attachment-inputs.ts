import type { Finding } from '../domain/finding.ts';
import { codesOf, codingsOf } from '../fhir/datatype.ts';
import { type JsonObject, objectsOf, textOf } from '../fhir/json.ts';
import { isSearchDate } from '../fhir/search-values.ts';
import type { Dialect } from './attachment-dialect.ts';
import { checkPurpose } from './check-common.ts';
import { checkCanonical, checkConcept, checkShapes } from './check-slots.ts';
import { isAttachmentCode, lineItemExtensions, systems } from './codes.ts';
import { error, information, warning } from './findings.ts';
import { type TaskSlot, taskCodes, withCode } from './task-slots.ts';

function checkServiceDate(task: JsonObject, inputs: TaskSlot[]): Finding[] {
  const dates = withCode(inputs, 'service-date');
  if (codesOf(task.reasonCode).includes('claim') && dates.length === 0) {
    const message = 'A request for a claim has no service date.';
    return [error('cdex-1', 'Task.input', message, 'Add an input of type service-date (CONF-012, CONF-079).')];
  }
  return dates.flatMap(({ slot, path }) => {
    const date = textOf(slot.valueDate);
    if (!date || (date.length === 10 && isSearchDate(date))) return [];
    const message = `The service date ${date} is not a date to the day.`;
    return [error('cdex-2', `${path}.valueDate`, message, 'Write it as YYYY-MM-DD (CONF-012).')];
  });
}

function checkAsked(task: JsonObject, inputs: TaskSlot[], { codes, needed, form }: Dialect): Finding[] {
  const found: Finding[] = [];
  for (const [code, rule] of [
    ['attachment-request-code', 'cdex-4'],
    ['attachment-request-questionnaire', 'cdex-5'],
  ] as const) {
    const input = codes[code] ?? '';
    if (!taskCodes(task).includes(code) || withCode(inputs, input).length > 0) continue;
    const message = `A ${code} Task has no input of type ${input}.`;
    found.push(error(rule, 'Task.input', message, `Add an input of type ${input}.`));
  }
  if (withCode(inputs, needed).length > 0 && withCode(inputs, form).length > 0) {
    const message = 'A Task asks for documents or for questionnaires, not for both.';
    found.push(error('cdex-6', 'Task.input', message, 'Send one Task for each.'));
  }
  return found;
}

/** Where to submit to: a whole URL, since nobody knows what it would be relative to. */
function checkPayerUrl(inputs: TaskSlot[], rule: string): Finding[] {
  const urls = withCode(inputs, 'payer-url');
  if (urls.length === 0) {
    const message = 'The Task does not say where to send the attachments.';
    return [error('CONF-088', 'Task.input', message, 'Add an input of type payer-url.')];
  }
  return urls.flatMap(({ slot, path }) => {
    const url = textOf(slot.valueUrl);
    if (!url || (/^https?:\/\//i.test(url) && URL.canParse(url))) return [];
    return [error(rule, `${path}.valueUrl`, `${url} is not a whole URL.`, 'Write it with https:// and its host.')];
  });
}

/** The extension each version has for line items; both are read, with a number in either form. */
function checkLineItems({ slot, path }: TaskSlot, { lineItem }: Dialect, rule: string): Finding[] {
  const items = objectsOf(slot.extension).filter(({ url }) => lineItemExtensions.some((known) => known === url));
  const numbers = items.map((one) => one.valueInteger ?? one.valuePositiveInt);
  const where = `${path}.extension`;
  const found: Finding[] = [];
  if (numbers.some((number) => !Number.isInteger(number))) {
    found.push(error(rule, where, 'A line item has no number.', 'Give it a whole number.'));
  } else if (numbers.some((number) => Number(number) < (lineItem === lineItemExtensions[0] ? 0 : 1))) {
    found.push(error(rule, where, 'A line item has a number below the first.', 'Count line items from 1.'));
  }
  if (new Set(numbers).size < numbers.length)
    found.push(warning('line-item-twice', where, 'A line item is named twice.', 'Name it once.'));
  if (items.some(({ url }) => url !== lineItem)) {
    const message = 'The line item is written as another version of the guide writes it.';
    found.push(information('cdex-version', where, message, `This version uses ${lineItem}.`));
  }
  return found;
}

/** Documents are named by the LOINC set for attachments, or by any report type of X12, which its owner keeps for itself (extensible binding). */
function checkAttachmentCode({ slot, path }: TaskSlot): Finding[] {
  const codings = codingsOf(slot.valueCodeableConcept);
  const known = ({ system, code }: JsonObject) =>
    system === systems.pwk01 || (system === systems.loinc && isAttachmentCode(textOf(code) ?? ''));
  const where = `${path}.valueCodeableConcept`;
  if (codings.some((coding) => coding.system === systems.pwk01 && !textOf(coding.code)))
    return [error('attachment-code', where, 'A report type of X12 has no code.', 'Give it its code.')];
  if (codings.length === 0 || codings.some(known)) return [];
  const [first] = codings;
  const message = `${textOf(first?.code) ?? 'The code'} is not one of the codes attachments are asked for by.`;
  return [warning('attachment-code', where, message, 'Use a LOINC code for attachments where one fits.')];
}

/** What an attachment request asks for, where it wants it, and what must come with it. Source: CDex Task Attachment Request, inputs. */
export function checkAttachmentInputs(task: JsonObject, inputs: TaskSlot[], dialect: Dialect, rule: string): Finding[] {
  const documents = withCode(inputs, dialect.needed);
  const forms = withCode(inputs, dialect.form);
  return [
    ...checkAsked(task, inputs, dialect),
    ...checkPayerUrl(inputs, rule),
    ...checkServiceDate(task, inputs),
    ...checkShapes(inputs, dialect.inputs, rule),
    ...documents.flatMap((slot) => [...checkConcept(slot, rule), ...checkAttachmentCode(slot)]),
    ...forms.flatMap(checkCanonical),
    ...[...documents, ...forms].flatMap((slot) => checkLineItems(slot, dialect, rule)),
    ...withCode(inputs, 'purpose-of-use').flatMap(checkPurpose),
  ];
}
