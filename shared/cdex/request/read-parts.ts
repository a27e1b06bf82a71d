import type { CommonRequest } from '../../domain/task-request.ts';
import { codingsOf } from '../../fhir/datatype.ts';
import { formatIdentifier } from '../../fhir/identifier.ts';
import { booleanOf, dig, type JsonObject, objectsOf, textOf } from '../../fhir/json.ts';
import { actorReference, purposeSystem } from '../build/parts.ts';
import { displayExtension, systems } from '../codes.ts';
import { inputsOf, type TaskSlot, withCode } from '../task-slots.ts';

/** `SYSTEM|CODE`, or the code alone where its system goes without saying; undefined for a coding the form could not write again. */
export function codingText(coding: unknown, silent: (code: string) => string): string | undefined {
  const [system, code] = [textOf(dig(coding, 'system')), textOf(dig(coding, 'code'))];
  if (!system || !code) return undefined;
  return system === silent(code) && !code.includes('|') ? code : `${system}|${code}`;
}

/** The first coding of a kind of document: a LOINC code alone, any other with its system. */
export const documentCode = (concept: unknown): string | undefined =>
  codingText(codingsOf(concept)[0], () => systems.loinc);

/** An actor as a person would write it: the identifier where there is one, else the reference. `bare` keeps a value from being read otherwise. */
export function actorText(actor: unknown, isMore: (text: string) => boolean = () => false): string | undefined {
  const identifier = formatIdentifier(dig(actor, 'identifier'));
  if (identifier !== undefined) {
    return actorReference.test(identifier) || isMore(identifier) ? `|${identifier}` : identifier;
  }
  const reference = textOf(dig(actor, 'reference'));
  return reference !== undefined && actorReference.test(reference) ? reference : undefined;
}

/** A National Provider Identifier alone, any other identifier with its system. */
export function npiText(identifier: unknown): string | undefined {
  const [system, value] = [textOf(dig(identifier, 'system')), textOf(dig(identifier, 'value'))];
  if (value === undefined) return undefined;
  return system === systems.npi && !value.includes('|') ? value : `${system ?? ''}|${value}`;
}

/** The canonical URL of a questionnaire input, and what people call it. PAS writes the URL as a string. */
export function questionnaireOf({ slot }: TaskSlot): { url: string | undefined; title: string | undefined } {
  const shown = objectsOf(dig(slot, '_valueCanonical', 'extension')).find(({ url }) => url === displayExtension);
  return { url: textOf(slot.valueCanonical) ?? textOf(slot.valueString), title: textOf(shown?.valueString) };
}

/** What every kind of request says alike. */
export function readCommon(task: unknown): Omit<CommonRequest, 'patientId' | 'member' | 'owner' | 'claim'> {
  const inputs = inputsOf(task);
  const purposes = codingsOf(withCode(inputs, 'purpose-of-use')[0]?.slot.valueCodeableConcept).flatMap(
    (coding) => codingText(coding, purposeSystem) ?? [],
  );
  const tags = objectsOf(dig(task, 'meta', 'tag')).flatMap((tag) => codingText(tag, () => systems.cdex) ?? []);
  return {
    requester: actorText(dig(task, 'requester')),
    purposeOfUse: purposes.length > 0 ? purposes : undefined,
    workQueue: tags.length > 0 ? tags : undefined,
    signature: booleanOf(withCode(inputs, 'signature-flag')[0]?.slot.valueBoolean),
    due: textOf(dig(task, 'restriction', 'period', 'end')),
  };
}

/** The members that are there. */
export const stated = <T extends object>(members: T): Partial<T> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Partial<T>;

/** The identifier typed by a code, whatever its system. */
export const identifierTyped = (identifiers: unknown, ...codes: string[]): JsonObject | undefined =>
  objectsOf(identifiers).find((one) => codingsOf(one.type).some(({ code }) => codes.some((known) => known === code)));
