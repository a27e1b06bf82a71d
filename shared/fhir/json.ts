/** A JSON object whose members nobody has looked at yet. */
export type JsonObject = Record<string, unknown>;

/** Whether a value is a JSON object (not null, not an array). */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value as a list, or an empty one. */
export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** The objects of a list; whatever else stands in it is left out. */
export const objectsOf = (value: unknown): JsonObject[] => listOf(value).filter(isObject);

/** The value when it is text with something in it, trimmed. */
export function textOf(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' ? undefined : text;
}

/** The value when it is a finite number. */
export const numberOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

/** The value when it is true or false. */
export const booleanOf = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined);

/** What lies at the end of a path of member names and list positions; undefined where the path breaks off. */
export function dig(value: unknown, ...path: (string | number)[]): unknown {
  let here = value;
  for (const step of path) {
    if (typeof step === 'number') here = Array.isArray(here) ? here[step] : undefined;
    else here = isObject(here) && Object.hasOwn(here, step) ? here[step] : undefined;
  }
  return here;
}

/** Type of a resource as it says itself, or undefined where the value is no resource. */
export const typeOfResource = (value: unknown): string | undefined => textOf(dig(value, 'resourceType'));

/**
 * Why a text is no JSON, and where, as the end of a sentence. The runtime's own words quote the text, which may be a token or a password
 * that was sent in the wrong place.
 */
export function jsonFault(error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  const [, position] = /at position (\d+)/.exec(message) ?? [];
  if (/end of JSON|unterminated/i.test(message)) return `it breaks off${position ? ` at character ${position}` : ''}`;
  return position ? `it goes wrong at character ${position}` : 'it is not written as JSON';
}
