import { isObject, type JsonObject, objectsOf } from '../fhir/json.ts';

/** Where a QuestionnaireResponse, or an item of it, carries a signature (FHIR extension). */
export const responseSignature = 'http://hl7.org/fhir/StructureDefinition/questionnaireresponse-signature';

/**
 * Whether a signature is in a resource: in a Bundle or what it holds, in a QuestionnaireResponse or one of its items, in a Provenance.
 * Whether it is good is another question. Source: CDex, signatures. Walks without recursion: what partners send may be nested without end.
 */
export function hasSignature(resource: unknown): boolean {
  const open = isObject(resource) ? [resource] : [];
  for (let one = open.pop(); one; one = open.pop()) {
    if (isObject(one.signature) || objectsOf(one.signature).length > 0) return true;
    if (objectsOf(one.extension).some(({ url }) => url === responseSignature)) return true;
    for (const held of inside(one)) open.push(held); // one by one: there may be more than a call takes
  }
  return false;
}

/** What a Bundle, a container or a form holds. */
const inside = ({ entry, contained, item, resource }: JsonObject): JsonObject[] => [
  ...objectsOf(entry),
  ...objectsOf(contained),
  ...objectsOf(item),
  ...(isObject(resource) ? [resource] : []),
];
