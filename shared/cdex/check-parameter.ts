import type { Finding } from '../domain/finding.ts';
import { dig, textOf } from '../fhir/json.ts';
import { type Parameter, parametersNamed } from '../fhir/parameters.ts';
import { error, information } from './findings.ts';

/** All parameters of a name, in any case: a name in the wrong case is one finding, not two. */
export const named = parametersNamed;

/** FHIRPath-like place of a parameter: Parameters.parameter[7].part[0]. */
export const placeOf = ({ pointer }: Parameter): string =>
  `Parameters${pointer.replace(/\/(\d+)/g, '[$1]').replaceAll('/', '.')}`;

const jsonTypeOf = (value: unknown): string =>
  Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `a JSON ${typeof value}`;

/** The value must be of this type. A line item that travels as a number gets the reason told. */
export function checkType(parameter: Parameter, type: string): Finding[] {
  const { name, valueType } = parameter;
  const empty = parameter.value === undefined || parameter.value === null || parameter.value === '';
  const expected =
    type === 'Boolean' ? 'boolean' : type === 'Identifier' || type === 'CodeableConcept' ? 'object' : 'string';
  if (!empty && valueType === type && typeof parameter.value === expected) return [];
  const path = `${placeOf(parameter)}.value${type}`;
  if (empty) return [error('parameters-value', path, `${name} has no value.`, `Give it a value${type}.`)];
  const message =
    valueType === type
      ? `${name} must be a value${type}; what stands there is ${jsonTypeOf(parameter.value)}.`
      : `${name} must be a value${type}; it is ${valueType ? `a value${valueType}` : jsonTypeOf(parameter.value)}.`;
  const hint = name === 'LineItem' ? ' Line items are text here, although a Task writes them as numbers.' : '';
  return [error('parameters-type', path, message, `Send value${type}.${hint}`)];
}

/** An Identifier needs its value; where `wantsSystem`, its system is worth having. */
export function checkIdentifier(parameter: Parameter, wantsSystem: boolean): Finding[] {
  if (parameter.valueType !== 'Identifier') return [];
  if (!textOf(dig(parameter.value, 'value'))) {
    const path = `${placeOf(parameter)}.valueIdentifier.value`;
    return [error('parameters-value', path, `${parameter.name} has no value.`, 'Give the identifier a value.')];
  }
  if (!wantsSystem || textOf(dig(parameter.value, 'system'))) return [];
  const path = `${placeOf(parameter)}.valueIdentifier.system`;
  const message = `${parameter.name} has no system, so it is unique only by chance.`;
  return [information('tracking-id-system', path, message, 'Add the system of whoever assigned it.')];
}
