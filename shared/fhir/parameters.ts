import { choice } from './datatype.ts';
import { isObject, type JsonObject, listOf, textOf, typeOfResource } from './json.ts';
import { below } from './pointer.ts';

/** One parameter or part of a Parameters resource. */
export interface Parameter {
  /** '' where it has none. */
  name: string;
  /** Type suffix of value[x], such as Identifier or Code. */
  valueType?: string;
  value?: unknown;
  resource?: JsonObject;
  parts: Parameter[];
  /** JSON pointer of this parameter in the resource it was read from. */
  pointer: string;
}

function readOne(given: JsonObject, pointer: string): Parameter {
  const found = choice(given, 'value');
  return {
    name: textOf(given.name) ?? '',
    ...(found && { valueType: found.type, value: found.value }),
    ...(isObject(given.resource) && { resource: given.resource }),
    parts: readList(given.part, below(pointer, 'part')),
    pointer,
  };
}

// Positions are kept although unusable members are skipped: the pointers must lead into the message as received.
const readList = (value: unknown, pointer: string): Parameter[] =>
  listOf(value).flatMap((one, index) => (isObject(one) ? readOne(one, below(pointer, index)) : []));

/** The parameters of a Parameters resource, in order, or undefined when the value is none. Source: FHIR R4 Parameters. */
export const readParameters = (value: unknown): Parameter[] | undefined =>
  typeOfResource(value) === 'Parameters' && isObject(value) ? readList(value.parameter, '/parameter') : undefined;

const sameName = (one: string, other: string): boolean =>
  one === other || (one.length === other.length && one.toLowerCase() === other.toLowerCase());

/** All parameters of a name, whatever its case. */
export const parametersNamed = (list: readonly Parameter[], name: string): Parameter[] =>
  list.filter((one) => sameName(one.name, name));

/** The first parameter of a name, whatever its case. */
export const parameterNamed = (list: readonly Parameter[], name: string): Parameter | undefined =>
  list.find((one) => sameName(one.name, name));
