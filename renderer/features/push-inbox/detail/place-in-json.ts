import { formatPointer } from '../../../../shared/fhir/pointer.ts';

/**
 * The JSON pointer a finding's place stands for: `Parameters.parameter[2].valueIdentifier.system` is /parameter/2/valueIdentifier/system.
 * It goes as far as the place is plain names and numbers. Undefined where it names no place in a body, as of a header.
 */
export function pointerOfPlace(path: string): string | undefined {
  const steps: (string | number)[] = [];
  for (const [index, part] of path.split('.').entries()) {
    const [whole, name = '', numbers = ''] = /^([A-Za-z][\w-]*)((?:\[\d+\])*)$/.exec(part) ?? [];
    if (whole === undefined) break;
    // The type of the resource stands before its elements.
    if (index === 0 && /^[A-Z]/.test(name)) continue;
    steps.push(name, ...[...numbers.matchAll(/\d+/g)].map(Number));
  }
  return steps.length === 0 ? undefined : formatPointer(steps);
}
