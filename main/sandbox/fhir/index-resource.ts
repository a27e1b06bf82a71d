import type { FhirPathAtom, TypedValue } from '@medplum/core';
import { evalFhirPathTyped, getSearchParameterDetails, parseFhirPath, toTypedValue } from '@medplum/core';
import type { Resource } from '@medplum/fhirtypes';
import { asSearchParameter, type Definitions, type SearchDefinition, type SearchType } from './definitions.ts';
import { type IndexRow, indexRows } from './index-rows.ts';

/** A row with the parameter it belongs to. Rows of one composite value share a group; all others have group 0. */
export interface CodedRow extends IndexRow {
  code: string;
  group: number;
}

/** The code under which the n-th part of a composite parameter is kept. */
export const componentCode = (code: string, part: number): string => `${code}$${part}`;

interface Plan {
  definition: SearchDefinition;
  path: FhirPathAtom;
  parts: { type: SearchType; path: FhirPathAtom }[];
}

// Parsing FHIRPath costs more than running it, so each type's parameters are parsed once.
const plans = new WeakMap<Definitions, Map<string, Plan[]>>();

function planFor(definitions: Definitions, type: string): Plan[] {
  const byType = plans.get(definitions) ?? new Map<string, Plan[]>();
  plans.set(definitions, byType);
  let plan = byType.get(type);
  if (!plan) {
    plan = [...definitions.searchParameters(type).values()].map((definition) => ({
      definition,
      path:
        definition.type === 'composite'
          ? parseFhirPath(definition.expression)
          : getSearchParameterDetails(type, asSearchParameter(definition)).parsedExpression,
      parts: (definition.component ?? []).map((part) => ({ type: part.type, path: parseFhirPath(part.expression) })),
    }));
    byType.set(type, plan);
  }
  return plan;
}

/** Everything a resource can be found by. */
export function indexResource(
  definitions: Definitions,
  resource: Resource,
  relative: (url: string) => string,
): CodedRow[] {
  const self = [toTypedValue(resource)];
  const rows: CodedRow[] = [];
  for (const { definition, path, parts } of planFor(definitions, resource.resourceType)) {
    const found = evalFhirPathTyped(path, self);
    found.forEach((value: TypedValue, at) => {
      for (const row of indexRows(definition.type, value, relative))
        rows.push({ ...row, code: definition.code, group: 0 });
      parts.forEach((part, number) => {
        for (const inner of evalFhirPathTyped(part.path, [value])) {
          for (const row of indexRows(part.type, inner, relative)) {
            rows.push({ ...row, code: componentCode(definition.code, number), group: at + 1 });
          }
        }
      });
    });
  }
  return rows;
}
