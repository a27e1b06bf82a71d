import type {
  CodeableConcept,
  Coding,
  Extension,
  Identifier,
  Patient,
  Reference,
  Task,
  TaskInput,
} from '@medplum/fhirtypes';
import type { CdexVersion } from '../../domain/connection.ts';
import type { CommonRequest } from '../../domain/task-request.ts';
import { parseIdentifier } from '../../fhir/identifier.ts';
import { dialectOfVersion } from '../attachment-dialect.ts';
import { displayExtension, purposesOfUse, systems } from '../codes.ts';
import type { Identified, Unfinished } from './context.ts';

/** A CodeableConcept of one coding. */
export const typed = (system: string, code: string): CodeableConcept => ({ coding: [{ system, code }] });

/** A text without blanks around it; undefined where nothing is left. */
export const trimmed = (text: string | undefined): string | undefined => text?.trim() || undefined;

/** `SYSTEM|VALUE` as an Identifier, where there is one. */
export const identifierOf = (text: string | undefined): Identifier | undefined =>
  text === undefined ? undefined : parseIdentifier(text);

/** `SYSTEM|VALUE`, or a number alone, which is then a National Provider Identifier. */
export function npiOf(text: string | undefined): Identifier | undefined {
  const identifier = identifierOf(text);
  return identifier && !identifier.system && !text?.includes('|')
    ? { system: systems.npi, value: identifier.value }
    : identifier;
}

/** Ten digits without a system are taken for a National Provider Identifier, the id providers are named by. */
export const providerIdentifier = (text: string): Identifier | undefined =>
  /^\d{10}$/.test(text.trim()) ? npiOf(text) : parseIdentifier(text);

/** How a reference to an actor is written, relative or absolute; whatever else is written is an identifier. */
export const actorReference =
  /^(https?:\/\/[^\s|]+\/)?(Practitioner|PractitionerRole|Organization)\/[A-Za-z0-9.-]{1,64}$/;

/** What a person wrote for an actor: a reference such as Practitioner/4, or else an identifier. */
export const actorOf = (asked: string | undefined, known: Identified | undefined): Identified => {
  const text = trimmed(asked);
  if (text === undefined) return known ?? {};
  return actorReference.test(text) ? { reference: text } : { identifier: text };
};

/** An actor as a Reference; undefined where it has neither reference nor identifier. */
export function referenceTo(
  { identifier, reference, display }: Identified,
  read: (text: string) => Identifier | undefined,
): NonNullable<Task['requester']> | undefined {
  const parsed = identifier === undefined ? undefined : read(identifier);
  if (!parsed && !reference) return undefined;
  return { ...(reference && { reference }), ...(parsed && { identifier: parsed }), ...(display && { display }) };
}

/** A member id, typed as the version does. */
export function memberIdentifier(member: string | undefined, version: CdexVersion): Identifier | undefined {
  const identifier = identifierOf(member);
  const { system, code } = dialectOfVersion(version).member;
  return identifier && { type: typed(system, code), ...identifier };
}

/** The patient of a data request, by reference, member id, or both. */
export function subjectOf(
  { patientId, member }: Unfinished<CommonRequest>,
  version: CdexVersion,
): Reference<Patient> | undefined {
  const identifier = memberIdentifier(member, version);
  const id = trimmed(patientId);
  const reference = id && (/[/:#]/.test(id) ? id : `Patient/${id}`);
  if (!identifier && !reference) return undefined;
  return { ...(reference && { reference }), ...(identifier && { identifier }) };
}

/** Whether a text has the form of a LOINC code: digits, a hyphen, a check digit. */
export const looksLikeLoinc = (text: string): boolean => /^\d{1,7}-\d$/.test(text);

/**
 * A kind of document: a LOINC code, `SYSTEM|CODE`, or words, with or without a title. `lone` says what a text is that is neither: a
 * code of LOINC all the same, or words.
 */
export function documentConcept(what: string, title: string | undefined, lone: 'code' | 'words'): CodeableConcept {
  const parsed = parseIdentifier(what);
  const text = trimmed(title);
  if (!parsed) return text ? { text } : {};
  const isCode = lone === 'code' || what.includes('|') || looksLikeLoinc(parsed.value);
  if (!isCode) return { text: text ?? what.trim() };
  const system = parsed.system ?? systems.loinc;
  return { coding: [{ system, code: parsed.value }], ...(text && { text }) };
}

/** The system a purpose of use has when it is written as a code alone. */
export const purposeSystem = (code: string): string =>
  purposesOfUse.find((one) => one.code === code)?.system ?? systems.actReason;

function purposeCoding(text: string): Coding[] {
  const parsed = parseIdentifier(text);
  return parsed ? [{ system: parsed.system ?? purposeSystem(parsed.value), code: parsed.value }] : [];
}

/** Inputs every kind of request may have: whether signed data are wanted, and for what purpose. All codes make one purpose (CONF-083). */
export function commonInputs({ signature, purposeOfUse }: Unfinished<CommonRequest>): TaskInput[] {
  const coding = (purposeOfUse ?? []).flatMap(purposeCoding);
  const list: TaskInput[] = [];
  if (signature !== undefined) list.push({ type: typed(systems.cdex, 'signature-flag'), valueBoolean: signature });
  if (coding.length > 0) list.push({ type: typed(systems.cdex, 'purpose-of-use'), valueCodeableConcept: { coding } });
  return list;
}

/** An input and what FHIR's JSON writes beside a primitive value. */
type CanonicalInput = TaskInput & { _valueCanonical?: { extension: Extension[] } };

/** A questionnaire asked for, with what people call it (display extension). */
export function questionnaireInput(type: CodeableConcept, url: string, title: string | undefined): CanonicalInput {
  const valueString = trimmed(title);
  return {
    type,
    valueCanonical: url.trim(),
    ...(valueString && { _valueCanonical: { extension: [{ url: displayExtension, valueString }] } }),
  };
}

/** Tags of work queues: codes of the guide, or `SYSTEM|CODE`. */
const queueTags = (codes: string[] | undefined): Coding[] =>
  (codes ?? []).flatMap((text) => {
    const parsed = parseIdentifier(text);
    return parsed ? [{ system: parsed.system ?? systems.cdex, code: parsed.value }] : [];
  });

/** meta: the profile, and the tags where there are any. */
export function metaOf(profile: string, workQueue: string[] | undefined): NonNullable<Task['meta']> {
  const tag = queueTags(workQueue);
  return { profile: [profile], ...(tag.length > 0 && { tag }) };
}

/** When the data are needed, as Task.restriction. */
export const restrictionOf = (due: string | undefined): Pick<Task, 'restriction'> => {
  const end = trimmed(due);
  return end ? { restriction: { period: { end } } } : {};
};
