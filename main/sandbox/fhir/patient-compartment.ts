import type { Definitions } from './definitions.ts';
import type { SearchFilter } from './search-query.ts';

/** The condition that a resource of a type belongs to the patient; undefined where the type never does. */
export function belongsTo(definitions: Definitions, type: string, patientId: string): SearchFilter | undefined {
  if (type === 'Patient') return { kind: 'value', code: '_id', value: patientId };
  const codes = definitions.patientParameters(type).filter((code) => definitions.searchParameters(type).has(code));
  if (!codes.length) return undefined;
  return {
    kind: 'any',
    filters: codes.map((code) => ({ kind: 'value', code, value: `Patient/${patientId}` })),
  };
}
