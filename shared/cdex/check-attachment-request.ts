import type { CdexVersion } from '../domain/connection.ts';
import type { Finding } from '../domain/finding.ts';
import { codingsOf } from '../fhir/datatype.ts';
import { dig, isObject, type JsonObject, listOf, objectsOf, textOf } from '../fhir/json.ts';
import { isSearchDate } from '../fhir/search-values.ts';
import { type Dialect, dialectOf, dialectVersion } from './attachment-dialect.ts';
import { checkActors } from './check-attachment-actors.ts';
import { checkCodeSystems, checkMandatory, checkPurpose, checkShapes } from './check-common.ts';
import { claimUses, lineItemExtensions, profiles, systems } from './codes.ts';
import { error, information, warning } from './findings.ts';
import { inputsOf, outputsOf, type TaskSlot, taskCodes, withCode } from './task-slots.ts';

const mandatory = {
  contained: 'Contain the patient and the practitioner role.',
  identifier: 'Give the request its tracking id.',
  status: 'Set it to requested.',
  intent: 'Set it to order.',
  code: 'Set it to attachment-request-code or attachment-request-questionnaire.',
  for: 'Refer to the contained patient as #patient.',
  requester: 'Name the payer by its identifier.',
  owner: 'Refer to the contained practitioner role as #practitionerrole.',
  reasonCode: 'Say claim or preauthorization.',
  reasonReference: 'Name the claim or prior authorization by its identifier.',
  input: 'Say what is asked for and where it is to be sent.',
};

function checkVersion(task: JsonObject, version: CdexVersion): Finding[] {
  const spoken = dialectVersion(task);
  const expected = version === '2.0' ? '2.0' : '2.1';
  if (spoken === expected) return [];
  const message = `The Task is written as in version ${spoken}, while the partner is set to ${version}.`;
  return [warning('cdex-version', 'Task.code', message, 'Set the version of the connection, or ask the partner.')];
}

function checkCode(task: JsonObject, { codes, codeSystem }: Dialect): Finding[] {
  const unknown = taskCodes(task).filter((code) => !Object.hasOwn(codes, code));
  const found = checkCodeSystems(task, 'CONF-098', [codeSystem]);
  if (unknown.length === 0) return found;
  const message = `${unknown.join(', ')} is not a code an attachment request can have.`;
  return [...found, error('CONF-098', 'Task.code', message, `Use ${Object.keys(codes).join(' or ')}.`)];
}

function checkTrackingId(task: JsonObject): Finding[] {
  const tracking = objectsOf(task.identifier).filter((one) =>
    codingsOf(one.type).some((coding) => coding.system === systems.cdex && coding.code === 'tracking-id'),
  );
  const path = 'Task.identifier';
  const [first, second] = tracking;
  if (!first) return [error('CONF-088', path, 'There is no tracking id.', 'Type one identifier as tracking-id.')];
  if (second) return [error('CONF-088', path, 'There is more than one tracking id.', 'Keep one.')];
  if (!textOf(first.value))
    return [error('CONF-088', `${path}.value`, 'The tracking id is empty.', 'Give it a value.')];
  if (textOf(first.system)) return [];
  const message = 'The tracking id has no system, so it is unique only by chance.';
  return [information('CONF-088', `${path}.system`, message, 'Give it the system of whoever assigned it.')];
}

function checkReason(task: JsonObject): Finding[] {
  const found: Finding[] = [];
  const isUse = (text: unknown) => claimUses.some((use) => use === text);
  const use = codingsOf(task.reasonCode).some((coding) => coding.system === systems.claimUse && isUse(coding.code));
  if (isObject(task.reasonCode) && !use) {
    const message = 'Task.reasonCode does not say claim or preauthorization.';
    found.push(error('CONF-088', 'Task.reasonCode.coding', message, `Use a code of ${systems.claimUse}.`));
  }
  const text = textOf(dig(task, 'reasonCode', 'text'));
  if (text && !isUse(text)) {
    const message = `The text of Task.reasonCode is bound to the same codes; it says ${text}.`;
    found.push(warning('CONF-098', 'Task.reasonCode.text', message, `Write ${claimUses.join(' or ')}.`));
  }
  if (isObject(task.reasonReference) && !textOf(dig(task, 'reasonReference', 'identifier', 'value'))) {
    const message = 'The claim or prior authorization is not identified.';
    found.push(error('CONF-088', 'Task.reasonReference.identifier', message, 'Give its business identifier.'));
  }
  return found;
}

function checkServiceDate(task: JsonObject, inputs: TaskSlot[]): Finding[] {
  const dates = withCode(inputs, 'service-date');
  const forClaim = codingsOf(task.reasonCode).some((coding) => coding.code === 'claim');
  if (forClaim && dates.length === 0) {
    const message = 'A request for a claim has no service date.';
    return [error('cdex-1', 'Task.input', message, 'Add an input of type service-date (CONF-012).')];
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
  if (withCode(inputs, 'payer-url').length === 0) {
    const message = 'The Task does not say where to send the attachments.';
    found.push(error('CONF-088', 'Task.input', message, 'Add an input of type payer-url.'));
  }
  return found;
}

const checkLineItems = (slots: TaskSlot[]): Finding[] =>
  slots.flatMap(({ slot, path }) =>
    objectsOf(slot.extension)
      .filter(({ url }) => lineItemExtensions.some((known) => known === url))
      .filter((one) => !Number.isInteger(one.valueInteger ?? one.valuePositiveInt))
      .map(() => error('CONF-098', `${path}.extension`, 'A line item has no number.', 'Give it a whole number.')),
  );

function checkOutputs(task: JsonObject, { form }: Dialect, outputs: TaskSlot[]): Finding[] {
  const asked = taskCodes(task).includes('attachment-request-questionnaire') && task.status === 'completed';
  if (!asked || withCode(outputs, form, 'questionnaire-response').length > 0) return [];
  const message = `A completed questionnaire request has no output of type ${form}.`;
  return [warning('cdex-10', 'Task.output', message, 'Name the QuestionnaireResponse in Task.output.')];
}

/** An attachment request against the profile of the version it is written in. Source: CDex Task Attachment Request. */
export function checkAttachmentRequest(task: JsonObject, version: CdexVersion): Finding[] {
  const dialect = dialectOf(task);
  const [inputs, outputs] = [inputsOf(task), outputsOf(task)];
  const stated = listOf(dig(task, 'meta', 'profile')).flatMap((one) => textOf(one)?.split('|')[0] ?? []);
  const rule = taskCodes(task).includes('attachment-request-questionnaire') ? 'CONF-099' : 'CONF-098';
  const unnamed = warning(
    rule,
    'Task.meta.profile',
    'The Task does not name its profile.',
    `Add ${profiles.attachmentRequest}.`,
  );
  return [
    ...checkMandatory(task, 'CONF-088', mandatory),
    ...(stated.includes(profiles.attachmentRequest) ? [] : [unnamed]),
    ...checkVersion(task, version),
    ...checkCode(task, dialect),
    ...checkTrackingId(task),
    ...checkActors(task),
    ...checkReason(task),
    ...checkAsked(task, inputs, dialect),
    ...checkServiceDate(task, inputs),
    ...checkShapes(inputs, dialect.inputs, rule),
    ...checkLineItems(inputs),
    ...withCode(inputs, 'purpose-of-use').flatMap(checkPurpose),
    ...checkShapes(outputs, dialect.outputs, rule),
    ...checkOutputs(task, dialect, outputs),
  ];
}
