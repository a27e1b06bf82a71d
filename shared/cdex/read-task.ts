import { asksForAttachments, type TaskOutput, type TaskRecord } from '../domain/task.ts';
import { choice, codesOf, conceptText, referenceText, valueText } from '../fhir/datatype.ts';
import { dig, isObject, objectsOf, textOf } from '../fhir/json.ts';
import { formatIdentifier } from '../fhir/identifier.ts';
import { parseReference, type ReferenceKind } from '../fhir/reference.ts';
import { containedIn, isMemberId } from './check-attachment-actors.ts';
import { checkModifiers } from './check-modifiers.ts';
import { attachmentRequestCodes, dataRequestCodes, oldDataRequestCode, systems } from './codes.ts';
import { inputsOf, outputsOf, type TaskSlot, taskCodes, withCode } from './task-slots.ts';

/** One output as the Task names it, before it is fetched. */
export type TaskReadingOutput = Pick<TaskOutput, 'index' | 'type' | 'reference' | 'kind'>;

/** What a record keeps as the Task says it; `status` is '' where it has none. */
type SaidByTask =
  | 'status'
  | 'businessStatus'
  | 'statusReason'
  | 'code'
  | 'asked'
  | 'member'
  | 'claim'
  | 'owner'
  | 'requester'
  | 'trackingId'
  | 'adminRef'
  | 'multipleSubmits'
  | 'due'
  | 'purposes'
  | 'workQueues'
  | 'signature'
  | 'modifier';

/** A Task as lists and the board show it. Identifiers are `SYSTEM|VALUE`. */
export interface TaskReading extends Pick<TaskRecord, SaidByTask> {
  versionId?: string;
  lastUpdated?: string;
  outputs: TaskReadingOutput[];
}

const requests = [...Object.values(dataRequestCodes), ...Object.values(attachmentRequestCodes)];

function kindOfRequest(task: unknown, inputs: TaskSlot[]): string {
  const codes = taskCodes(task);
  const code = codes.find((one) => one !== oldDataRequestCode) ?? codes[0] ?? '';
  if (code !== oldDataRequestCode) return code;
  const found = Object.entries(dataRequestCodes).find(([, input]) => withCode(inputs, input).length > 0);
  return found?.[0] ?? code;
}

function words({ slot }: TaskSlot): string | undefined {
  const value = choice(slot, 'value');
  const text = value && valueText(value.type, value.value);
  // A display may travel beside a canonical, which says nothing by itself (FHIR extension on primitives).
  const shown = objectsOf(dig(slot, `_value${value?.type}`, 'extension')).flatMap(
    (one) => textOf(one.valueString) ?? [],
  );
  const code = textOf(dig(slot, 'valueCodeableConcept', 'coding', 0, 'code'));
  const named = shown[0] ? `${shown[0]} (${text})` : text;
  return named && code && code !== text ? `${named} (${code})` : named;
}

function askedFor(task: unknown, inputs: TaskSlot[]): string {
  const asked = withCode(inputs, ...requests).flatMap((slot) => words(slot) ?? []);
  return asked.join(', ') || textOf(dig(task, 'description')) || conceptText(dig(task, 'code')) || '';
}

/** Whom a Reference names: its identifier first, since that is what both sides know. */
const named = (reference: unknown): string | undefined =>
  formatIdentifier(dig(reference, 'identifier')) ?? referenceText(reference);

function memberOf(task: unknown): string | undefined {
  const given = dig(task, 'for');
  const patient = containedIn(task, 'Patient', (textOf(dig(given, 'reference')) ?? '').slice(1));
  const ids = objectsOf(patient?.identifier);
  return formatIdentifier(ids.find(isMemberId) ?? ids[0]) ?? named(given);
}

function ownerOf(task: unknown): string | undefined {
  const given = dig(task, 'owner');
  const role = containedIn(task, 'PractitionerRole', (textOf(dig(given, 'reference')) ?? '').slice(1));
  return named(role?.practitioner) ?? named(role?.organization) ?? named(given);
}

// A urn names something without saying where it is, as a logical reference does.
const outputKinds: Record<ReferenceKind, TaskOutput['kind']> = {
  contained: 'contained',
  relative: 'relative',
  absolute: 'absolute',
  foreign: 'foreign',
  urn: 'logical',
  logical: 'logical',
  missing: 'missing',
};

const identifierOf = (task: unknown, typed: string): string | undefined =>
  formatIdentifier(objectsOf(dig(task, 'identifier')).find(({ type }) => codesOf(type).includes(typed)));

const allowsSeveral = (inputs: TaskSlot[]): boolean =>
  withCode(inputs, 'multiple-submits-flag').some(({ slot }) => slot.valueBoolean === true);

const purposesIn = (inputs: TaskSlot[]): string[] =>
  withCode(inputs, 'purpose-of-use').flatMap(({ slot }) => codesOf(slot.valueCodeableConcept));

const queuesOf = (task: unknown): string[] =>
  objectsOf(dig(task, 'meta', 'tag'))
    .filter(({ system }) => system === systems.cdex)
    .flatMap(({ code }) => textOf(code) ?? []);

/** A string is tolerated where a Reference belongs, as long as it has the form of one: words are no place. */
const placeIn = (text: unknown): string | undefined =>
  /^(#\S+|https?:\/\/\S+|[A-Z][A-Za-z]+\/\S+)$/.exec(textOf(text) ?? '')?.[0];

/** Of the Task itself; what stands in its contained resources is theirs. */
const modifierOf = (task: unknown): string | undefined =>
  isObject(task) ? checkModifiers({ ...task, contained: undefined })[0]?.message : undefined;

function readOutput(
  { slot, codes }: TaskSlot,
  index: number,
  contained: ReadonlySet<string>,
  baseUrl?: string,
): TaskReadingOutput {
  const value =
    slot.valueReference ?? slot.valueUrl ?? slot.valueUri ?? slot.valueCanonical ?? placeIn(slot.valueString);
  const { kind, reference } = parseReference(value, baseUrl);
  return {
    index,
    ...(codes[0] && { type: codes[0] }),
    reference: reference || (formatIdentifier(dig(value, 'identifier')) ?? ''),
    kind: kind === 'contained' && !contained.has(reference) ? 'missing' : outputKinds[kind],
  };
}

/**
 * A Task of any version as we show it; nothing is required to be there. `baseUrl` is the server it was read from: outputs elsewhere are
 * `foreign`, and without it every URL is. Source: CDex Task Data Request and Attachment Request; FHIR R4 Task.
 */
export function readTask(task: unknown, baseUrl?: string): TaskReading {
  const inputs = inputsOf(task);
  const contained = new Set(objectsOf(dig(task, 'contained')).map((one) => `#${textOf(one.id)}`));
  const optional = {
    businessStatus: conceptText(dig(task, 'businessStatus')),
    statusReason: conceptText(dig(task, 'statusReason')),
    member: memberOf(task),
    claim: named(dig(task, 'reasonReference')),
    owner: ownerOf(task),
    requester: named(dig(task, 'requester')),
    trackingId: identifierOf(task, 'tracking-id'),
    adminRef: identifierOf(task, 'admin-ref-number'),
    due: textOf(dig(task, 'restriction', 'period', 'end')),
    modifier: modifierOf(task),
    versionId: textOf(dig(task, 'meta', 'versionId')),
    lastUpdated: textOf(dig(task, 'meta', 'lastUpdated')),
  };
  const [purposes, workQueues] = [purposesIn(inputs), queuesOf(task)];
  const signature = withCode(inputs, 'signature-flag').some(({ slot }) => slot.valueBoolean === true);
  const code = kindOfRequest(task, inputs);
  return {
    status: textOf(dig(task, 'status')) ?? '',
    code,
    asked: askedFor(task, inputs),
    ...present(optional),
    ...(purposes.length > 0 && { purposes }),
    ...(workQueues.length > 0 && { workQueues }),
    ...(signature && { signature }),
    ...(asksForAttachments({ code }) && { multipleSubmits: allowsSeveral(inputs) }),
    outputs: outputsOf(task).map((slot, index) => readOutput(slot, index, contained, baseUrl)),
  };
}

type Present<T> = { [K in keyof T]?: NonNullable<T[K]> };

const present = <T extends Record<string, string | undefined>>(members: T): Present<T> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Present<T>;
