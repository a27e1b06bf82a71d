import { isObject } from './json.ts';

/** The steps of a JSON pointer (RFC 6901), unescaped; undefined when the text is none. `''` is the whole document. */
export function parsePointer(pointer: string): string[] | undefined {
  if (pointer === '') return [];
  if (!pointer.startsWith('/') || /~(?![01])/.test(pointer)) return undefined;
  return pointer
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Steps as a JSON pointer (RFC 6901). */
export const formatPointer = (steps: readonly (string | number)[]): string =>
  steps.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** A pointer lengthened by some steps. */
export const below = (pointer: string, ...steps: (string | number)[]): string => pointer + formatPointer(steps);

/** What a JSON pointer leads to; undefined where it leads nowhere. Inherited members are never reached. */
export function getPointer(document: unknown, pointer: string): unknown {
  const steps = parsePointer(pointer);
  if (!steps) return undefined;
  let here = document;
  for (const step of steps) {
    if (Array.isArray(here)) here = /^(0|[1-9]\d*)$/.test(step) ? here[Number(step)] : undefined;
    else here = isObject(here) && Object.hasOwn(here, step) ? here[step] : undefined;
  }
  return here;
}
