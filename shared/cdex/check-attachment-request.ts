import type { CdexVersion } from '../domain/connection.ts';
import type { Finding } from '../domain/finding.ts';
import { codesOf, codingsOf, hasCoding } from '../fhir/datatype.ts';
import { dig, isObject, type JsonObject, listOf, objectsOf, textOf } from '../fhir/json.ts';
import { checkAttachmentInputs } from './check-attachment-inputs.ts';
import { type Dialect, dialectOf, dialectVersion } from './attachment-dialect.ts';
import { checkActors } from './check-attachment-actors.ts';
import { checkCodeSystems } from './check-common.ts';
import { checkMandatory, checkTargets } from './check-elements.ts';
import { checkShapes } from './check-slots.ts';
import { claimUses, profiles, systems } from './codes.ts';
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

const typedAs = (task: JsonObject, type: string): JsonObject[] =>
  objectsOf(task.identifier).filter(({ type: given }) => hasCoding(given, systems.cdex, type));

function checkTrackingId(task: JsonObject): Finding[] {
  const path = 'Task.identifier';
  const [first, second] = typedAs(task, 'tracking-id');
  if (!first) return [error('CONF-088', path, 'There is no tracking id.', 'Type one identifier as tracking-id.')];
  if (second) return [error('CONF-088', path, 'There is more than one tracking id.', 'Keep one.')];
  if (!textOf(first.value))
    return [error('CONF-088', `${path}.value`, 'The tracking id is empty.', 'Give it a value.')];
  if (textOf(first.system)) return [];
  const message = 'The tracking id has no system, so it is unique only by chance.';
  return [information('CONF-088', `${path}.system`, message, 'Give it the system of whoever assigned it.')];
}

/** The administrative reference number: the continuous build has it, for prior authorizations. */
function checkAdminRef(task: JsonObject, version: CdexVersion): Finding[] {
  const path = 'Task.identifier';
  const [first, second] = typedAs(task, 'admin-ref-number');
  if (!first) return [];
  const found: Finding[] = [];
  if (second) {
    const message = 'There is more than one administrative reference number.';
    found.push(error('admin-ref-number', path, message, 'Keep one.'));
  }
  if (!textOf(first.value)) {
    const message = 'The administrative reference number is empty.';
    found.push(error('admin-ref-number', `${path}.value`, message, 'Give it a value, or leave it out.'));
  }
  if (codesOf(task.reasonCode).includes('claim')) {
    const message = 'An administrative reference number belongs to a prior authorization, not to a claim.';
    found.push(warning('admin-ref-number', path, message, 'Leave it out, or say preauthorization.'));
  }
  if (version !== 'ci') {
    const message = `Version ${version} has no administrative reference number; the partner may not know it.`;
    found.push(information('cdex-version', path, message, 'Leave it out, or set the version of the connection to ci.'));
  }
  return found;
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

function checkOutputs(task: JsonObject, { form }: Dialect, outputs: TaskSlot[]): Finding[] {
  const asked = taskCodes(task).includes('attachment-request-questionnaire') && task.status === 'completed';
  const answers = withCode(outputs, form, 'questionnaire-response');
  if (answers.length > 1) {
    const message = 'The profile has room for one answered questionnaire; this Task names several.';
    return [warning('CONF-099', answers[1]?.path ?? 'Task.output', message, 'See that the partner agrees to it.')];
  }
  if (!asked || answers.length > 0) return [];
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
    ...checkAdminRef(task, version),
    ...checkActors(task, dialect),
    ...checkTargets(task, { requester: { types: ['Organization'], rule } }),
    ...checkReason(task),
    ...checkAttachmentInputs(task, inputs, dialect, rule),
    ...checkShapes(outputs, dialect.outputs, rule),
    ...checkOutputs(task, dialect, outputs),
  ];
}
