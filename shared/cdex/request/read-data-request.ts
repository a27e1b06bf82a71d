import type { Authorization, CommonDataRequest } from '../../domain/task-request.ts';
import { codesOf } from '../../fhir/datatype.ts';
import { formatIdentifier } from '../../fhir/identifier.ts';
import { dig, objectsOf, textOf } from '../../fhir/json.ts';
import type { UnfinishedDataRequest } from '../build/context.ts';
import { inputsOf, withCode } from '../task-slots.ts';
import { actorText, documentCode, questionnaireOf, readCommon, stated } from './read-parts.ts';

/** Ids of this server are shown alone, whatever else is referred to as it is written. */
function patientOf(reference: string | undefined): string | undefined {
  const [, id] = /^Patient\/([^/:#]+)$/.exec(reference ?? '') ?? [];
  return id ?? reference;
}

/** An authorization contained in the Task, found by the reference to it. */
function authorizationIn(task: unknown, reference: string): Authorization | undefined {
  const found = objectsOf(dig(task, 'contained')).find(({ id }) => `#${textOf(id)}` === reference);
  const authoredOn = textOf(found?.authoredOn);
  if (found?.resourceType === 'CommunicationRequest') {
    const code = documentCode(dig(found, 'category', 0));
    const text = textOf(dig(found, 'payload', 0, 'contentString'));
    return { resourceType: 'CommunicationRequest', ...stated({ code, text, authoredOn }), place: 'contained' };
  }
  if (found?.resourceType !== 'ServiceRequest') return undefined;
  const text = textOf(dig(found, 'code', 'text'));
  return {
    resourceType: 'ServiceRequest',
    ...stated({ code: documentCode(found.code), text, authoredOn }),
    place: 'contained',
  };
}

function reasonOf(task: unknown): Partial<CommonDataRequest> {
  const reason = dig(task, 'reasonReference');
  const type = dig(reason, 'type');
  return {
    reason: textOf(dig(task, 'reasonCode', 'text')),
    claim: formatIdentifier(dig(reason, 'identifier')),
    claimAssignedBy: codesOf(dig(reason, 'identifier', 'type')).includes('PLAC') ? 'provider' : undefined,
    reasonReference: textOf(dig(reason, 'reference')),
    reasonType: type === 'Claim' || type === 'Coverage' ? type : undefined,
  };
}

function askedOf(task: unknown, kind: UnfinishedDataRequest['kind']): UnfinishedDataRequest {
  const inputs = inputsOf(task);
  if (kind === 'data-request-query') return { query: textOf(withCode(inputs, 'data-query')[0]?.slot.valueString) };
  if (kind === 'data-request-code') {
    const concept = withCode(inputs, 'data-code')[0]?.slot.valueCodeableConcept;
    return { code: documentCode(concept), text: textOf(dig(concept, 'text')) };
  }
  const [form] = withCode(inputs, 'questionnaire');
  const { url, title } = form ? questionnaireOf(form) : {};
  return { questionnaire: url, title };
}

/** The form's view of a data request; what is not there, or not as the form would write it, is left out. */
export function readDataRequest(task: unknown, kind: UnfinishedDataRequest['kind']): UnfinishedDataRequest {
  const references = objectsOf(dig(task, 'basedOn')).flatMap(({ reference }) => textOf(reference) ?? []);
  const authorization = references.flatMap((one) => authorizationIn(task, one) ?? [])[0];
  return stated({
    kind,
    ...readCommon(task),
    identifier: formatIdentifier(dig(task, 'identifier', 0)),
    patientId: patientOf(textOf(dig(task, 'for', 'reference'))),
    member: formatIdentifier(dig(task, 'for', 'identifier')),
    owner: actorText(dig(task, 'owner'), (text) => /^\d{10}$/.test(text)),
    ...reasonOf(task),
    basedOn: references.find((one) => !one.startsWith('#')),
    authorization,
    ...askedOf(task, kind),
  });
}
