import { evalFhirPathTyped, type FhirPathAtom, parseFhirPath, toTypedValue, type TypedValue } from '@medplum/core';
import type { Evaluate } from '../../../shared/fhir/questionnaire/calculate.ts';
import { isObject, type JsonObject } from '../../../shared/fhir/json.ts';

/** Aggregates of FHIRPath that the library does not know; of numbers. Source: FHIRPath 2.0, aggregates. */
const aggregates: Record<string, (numbers: number[]) => number> = {
  sum: (numbers) => numbers.reduce((sum, one) => sum + one, 0),
  min: (numbers) => Math.min(...numbers),
  max: (numbers) => Math.max(...numbers),
  avg: (numbers) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length,
};

function aggregate(name: string, input: readonly TypedValue[]): TypedValue[] {
  const numbers = input.map(({ value }): unknown => value);
  if (!numbers.every((one) => typeof one === 'number')) throw new Error(`${name}() takes numbers`);
  const value = numbers.length > 0 ? aggregates[name]?.(numbers) : undefined;
  return value === undefined ? [] : [{ type: Number.isInteger(value) ? 'integer' : 'decimal', value }];
}

/** Teaches the calls of a parsed expression the aggregates; a call has a name and arguments, other nodes have nodes below. */
function teach(node: unknown): void {
  if (Array.isArray(node)) for (const one of node) teach(one);
  if (!isObject(node)) return;
  const { name, args } = node;
  if (typeof name === 'string' && Array.isArray(args) && args.length === 0 && Object.hasOwn(aggregates, name))
    node.eval = (_context: unknown, input: TypedValue[]) => aggregate(name, input);
  for (const below of Object.values(node)) teach(below);
}

const parsed = new Map<string, FhirPathAtom>();

/** Names of the form stand below %named: the library lets a name stand for one value alone. */
const underNamed = (expression: string, names: readonly string[]): string =>
  expression
    .split(/('[^']*')/)
    .map((part, index) =>
      index % 2 === 1
        ? part
        : part.replace(/%(\w+)/g, (all, name: string) => (names.includes(name) ? `%named.${name}` : all)),
    )
    .join('');

function atomOf(expression: string): FhirPathAtom {
  const known = parsed.get(expression);
  if (known) return known;
  const atom = parseFhirPath(expression);
  teach(atom);
  parsed.set(expression, atom);
  return atom;
}

/** Works an expression out in the page. */
export const evaluateExpression: Evaluate = (expression, { resource, context, named }) => {
  const whole = toTypedValue(resource);
  const values: JsonObject = Object.fromEntries(
    [...named].map(([name, list]) => [name, list.map(({ value }) => value)]),
  );
  return evalFhirPathTyped(atomOf(underNamed(expression, [...named.keys()])), [whole], {
    '%resource': whole,
    '%context': toTypedValue(context),
    '%named': toTypedValue(values),
  });
};
