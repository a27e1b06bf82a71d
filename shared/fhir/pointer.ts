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

/** Steps as a JSON pointer (RFC 6901). Made for each part of each message: most steps have nothing to escape. */
export function formatPointer(steps: readonly (string | number)[]): string {
  let pointer = '';
  for (const step of steps)
    pointer += typeof step === 'number' || !/[~/]/.test(step) ? `/${step}` : `/${escaped(step)}`;
  return pointer;
}

const escaped = (step: string): string => step.replaceAll('~', '~0').replaceAll('/', '~1');

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
