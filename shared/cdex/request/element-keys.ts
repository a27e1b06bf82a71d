import { choice, codesOf } from '../../fhir/datatype.ts';
import { isObject, type JsonObject } from '../../fhir/json.ts';

/** Inputs that may stand several times are told apart by what they ask for. */
const repeating = ['attachments-needed', 'questionnaire-context', 'data-code', 'questionnaire'];

/** Codes and canonicals without what people call them: a new name is no new thing. */
function gist(value: unknown): string {
  const codes = codesOf(value);
  return codes.length > 0 ? codes.join(' ') : (JSON.stringify(value) ?? '');
}

function keyOf(member: string, element: unknown): string {
  if (!isObject(element)) return JSON.stringify(element) ?? '';
  if (member === 'coding' || member === 'tag') return `${String(element.system)}|${String(element.code)}`;
  if (member === 'contained') return `${String(element.resourceType)}/${String(element.id)}`;
  if (member === 'identifier') return codesOf(element.type)[0] ?? '';
  if (member === 'extension') return `${String(element.url)} ${gist(choice(element, 'value')?.value)}`;
  if (member === 'basedOn') return String(element.reference);
  if (member !== 'input') return '';
  const code = codesOf(element.type)[0] ?? '';
  return repeating.includes(code) ? `${code} ${gist(choice(element, 'value')?.value)}` : code;
}

/** The elements of a list under names by which two versions of the list can be compared; equal ones are counted. */
export function keyed(member: string, list: readonly unknown[]): Map<string, unknown> {
  const counts = new Map<string, number>();
  return new Map(
    list.map((element) => {
      const key = keyOf(member, element);
      const count = counts.get(key) ?? 0;
      counts.set(key, count + 1);
      return [`${key}#${count}`, element];
    }),
  );
}

/** Whether two JSON values are the same, whatever the order of their members. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((one, index) => same(one, b[index]));
  }
  if (!isObject(a) || !isObject(b)) return false;
  return members(a, b).every((name) => same(a[name], b[name]));
}

/** The names of the members of several objects, each once, in the order they come. */
export const members = (...objects: JsonObject[]): string[] => [...new Set(objects.flatMap(Object.keys))];
