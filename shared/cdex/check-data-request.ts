import type { Finding } from '../domain/finding.ts';
import { checkSearch } from '../fhir/check-search.ts';
import { codesOf, codingsOf, hasCoding } from '../fhir/datatype.ts';
import { dig, isObject, type JsonObject, listOf, textOf } from '../fhir/json.ts';
import { checkCodeSystems, checkPurpose } from './check-common.ts';
import { checkMandatory, checkTargets } from './check-elements.ts';
import { checkCanonical, checkConcept, checkShapes, type SlotShape } from './check-slots.ts';
import { dataRequestCodes, oldDataRequestCode, profiles, systems } from './codes.ts';
import { error, information, warning } from './findings.ts';
import { inputsOf, outputsOf, type TaskSlot, taskCodes, withCode } from './task-slots.ts';

const mandatory = {
  status: 'Set it to requested.',
  intent: 'Set it to order.',
  code: 'Set it to data-request-query, data-request-code or data-request-questionnaire.',
  for: 'Name the patient by a reference or by a member id.',
  authoredOn: 'Say when the request was written.',
  requester: 'Name who asks, by a reference or by an identifier.',
  owner: 'Name who is asked, by a reference or by an identifier.',
  input: 'Say what is asked for.',
};

const inputShapes: Record<string, SlotShape> = {
  'data-query': { systems: [systems.hrex], values: ['valueString'], single: true },
  'data-code': { systems: [systems.hrex], values: ['valueCodeableConcept'], single: true },
  questionnaire: { systems: [systems.sdc], values: ['valueCanonical'], single: true },
  'signature-flag': { systems: [systems.cdex], values: ['valueBoolean'], single: true },
  'purpose-of-use': { systems: [systems.cdex], values: ['valueCodeableConcept'], single: true },
};

const outputShapes: Record<string, SlotShape> = {
  'data-value': { systems: [systems.hrex], values: ['valueReference'] },
  'questionnaire-response': { systems: [systems.sdc], values: ['valueReference'], single: true },
};

const actors = { types: ['Practitioner', 'Organization'], rule: 'CONF-089' };
const targets = {
  for: { types: ['Patient'], rule: 'CONF-089' },
  requester: actors,
  owner: actors,
  reasonReference: { types: ['Claim', 'Coverage'], rule: 'CONF-082' },
};

const needs: Record<string, string> = {
  'data-request-code': 'cdex-7',
  'data-request-questionnaire': 'cdex-8',
  'data-request-query': 'cdex-12',
};

function checkCode(task: JsonObject): Finding[] {
  const codes = taskCodes(task);
  if (hasCoding(task.code, systems.hrex, oldDataRequestCode)) {
    const message = 'This Task carries the code data requests had before version 2.0; it is read by its input.';
    return [information('cdex-version', 'Task.code', message, 'Nothing to do.')];
  }
  const found = checkCodeSystems(task, 'CONF-057', [systems.cdex]);
  const unknown = codes.filter((code) => !Object.hasOwn(dataRequestCodes, code));
  if (unknown.length > 0) {
    const message = `${unknown.join(', ')} is not a code a data request can have.`;
    found.push(error('CONF-057', 'Task.code', message, `Use ${Object.keys(dataRequestCodes).join(', ')}.`));
  }
  return found;
}

function checkActors(task: JsonObject): Finding[] {
  return ['for', 'requester', 'owner'].flatMap((name) => {
    const actor = task[name];
    if (!isObject(actor) || Object.keys(actor).length === 0) return [];
    if (textOf(actor.reference) || textOf(dig(actor, 'identifier', 'value'))) return [];
    const message = `Task.${name} has neither a reference nor an identifier with a value.`;
    return [error('CONF-089', `Task.${name}`, message, 'Give it one of them, or both.')];
  });
}

/** Who gave the claim its id should be said (FILL, PLAC); that no reason is known can be said aloud. */
function checkReason(task: JsonObject, reasonUnknown: boolean): Finding[] {
  const { reasonCode, reasonReference } = task;
  const found: Finding[] = [];
  if (!isObject(reasonCode) && !isObject(reasonReference) && !reasonUnknown) {
    const message = 'The reason is not stated: neither Task.reasonCode nor Task.reasonReference is there.';
    const next = 'State the claim or the reason when it is known, or say that it is not.';
    found.push(warning('CONF-058', 'Task.reasonReference', message, next));
  }
  if (isObject(reasonCode) && !textOf(reasonCode.text)) {
    found.push(error('CONF-089', 'Task.reasonCode.text', 'Task.reasonCode has no text.', 'Say the reason in words.'));
  }
  if (isObject(reasonReference)) {
    const path = 'Task.reasonReference';
    const id = textOf(dig(reasonReference, 'identifier', 'value'));
    if (!id && !textOf(reasonReference.reference)) {
      const message = `${path} has neither a reference nor an identifier with a value.`;
      found.push(error('CONF-082', path, message, 'Give it one of them, or both.'));
    }
    if (id && !codesOf(dig(reasonReference, 'identifier', 'type')).some((code) => code === 'FILL' || code === 'PLAC')) {
      const message = 'It is not said whether the payer or the provider gave the id of the claim.';
      found.push(
        information('CONF-082', `${path}.identifier.type`, message, 'Type it as FILL (payer) or PLAC (provider).'),
      );
    }
  }
  return found;
}

function checkRequest(task: JsonObject, inputs: TaskSlot[]): Finding[] {
  const found = taskCodes(task).flatMap((code) => {
    const needed = Object.hasOwn(needs, code) ? dataRequestCodes[code] : undefined;
    if (!needed || withCode(inputs, needed).length > 0) return [];
    const next = `Add an input of type ${needed}.`;
    return [error(needs[code] ?? '', 'Task.input', `A ${code} Task has no input of type ${needed}.`, next)];
  });
  const kinds = Object.values(dataRequestCodes);
  const asked = inputs.flatMap((slot) => slot.codes.filter((code) => kinds.includes(code)));
  if (asked.length !== 1 && (asked.length > 1 || found.length === 0)) {
    const rule = taskCodes(task).includes(oldDataRequestCode) ? 'tdr-1' : 'cdex-9';
    const message = `A Task asks for exactly one thing; this one asks for ${asked.length}.`;
    const next = asked.length > 1 ? 'Send one Task for each.' : `Add one input of type ${kinds.join(', ')}.`;
    found.push(error(rule, 'Task.input', message, next));
  }
  return found;
}

/** The text of a query input: it must be a search with its type, and the search itself is looked over. */
function checkQuery(slot: TaskSlot): Finding[] {
  const query = textOf(slot.slot.valueString);
  const path = `${slot.path}.valueString`;
  if (!query) return [];
  if (!query.includes('?')) {
    const message = 'The query has no question mark; the guide writes it as Type?parameters.';
    return [error('search-question-mark', path, message, 'Write it like Condition?patient=123.')];
  }
  return checkSearch(query).map((one) => ({ ...one, path: one.path ? `${path} (${one.path})` : path }));
}

/** Documents are named by LOINC codes where there is one (extensible binding); UNK says that the kind is not known. */
function checkDocumentCode(slot: TaskSlot): Finding[] {
  const codings = codingsOf(slot.slot.valueCodeableConcept);
  if (codings.length === 0 || codings.some(({ system, code }) => system === systems.loinc || code === 'UNK')) return [];
  const path = `${slot.path}.valueCodeableConcept`;
  const message = 'The kind of document is not named by a code of LOINC.';
  return [information('document-code', path, message, 'Add a LOINC code where there is one that fits.')];
}

function checkOutputs(task: JsonObject, outputs: TaskSlot[]): Finding[] {
  if (task.status !== 'completed') return [];
  if (outputs.length === 0) {
    const message = 'A completed data request has no output.';
    return [
      error('tdr-3', 'Task.output', message, 'Name the data in Task.output, an empty Bundle where there is none.'),
    ];
  }
  const asked = taskCodes(task).includes('data-request-questionnaire');
  if (!asked || withCode(outputs, 'questionnaire-response').length > 0) return [];
  const message = 'A completed questionnaire request has no output of type questionnaire-response.';
  return [warning('cdex-11', 'Task.output', message, 'Name the QuestionnaireResponse in Task.output.')];
}

/**
 * A data request against its profile; the versions do not differ on the wire. `reasonUnknown`: the sender said that no reason is known.
 * Source: CDex Task Data Request.
 */
export function checkDataRequest(task: JsonObject, reasonUnknown = false): Finding[] {
  const [inputs, outputs] = [inputsOf(task), outputsOf(task)];
  const stated = listOf(dig(task, 'meta', 'profile')).flatMap((one) => textOf(one)?.split('|')[0] ?? []);
  const profile = stated.includes(profiles.dataRequest) || stated.includes(profiles.hrexDataRequest);
  const focus = 'focus' in task;
  return [
    ...checkMandatory(task, 'CONF-089', mandatory),
    ...(profile
      ? []
      : [
          warning(
            'CONF-057',
            'Task.meta.profile',
            'The Task does not name its profile.',
            `Add ${profiles.dataRequest}.`,
          ),
        ]),
    ...checkCode(task),
    ...(focus ? [error('CONF-057', 'Task.focus', 'Task.focus must not be there.', 'Leave it out.')] : []),
    ...checkActors(task),
    ...checkTargets(task, targets),
    ...checkReason(task, reasonUnknown),
    ...checkRequest(task, inputs),
    ...checkShapes(inputs, inputShapes, 'CONF-057'),
    ...withCode(inputs, 'data-query').flatMap(checkQuery),
    ...withCode(inputs, 'data-code').flatMap((slot) => [...checkConcept(slot, 'CONF-089'), ...checkDocumentCode(slot)]),
    ...withCode(inputs, 'questionnaire').flatMap(checkCanonical),
    ...withCode(inputs, 'purpose-of-use').flatMap(checkPurpose),
    ...checkShapes(outputs, outputShapes, 'CONF-057'),
    ...checkOutputs(task, outputs),
  ];
}
