import { dig } from '../fhir/json.ts';
import { parseReference } from '../fhir/reference.ts';

/**
 * The id of the patient a Task names by a reference into its own server; undefined where it names them otherwise. A reference to another
 * server means somebody else there, whoever has the same id here.
 */
export function literalPatient(task: unknown, baseUrl: string): string | undefined {
  const { kind, type, id, underBase } = parseReference(dig(task, 'for'), baseUrl);
  const isHere = kind === 'relative' || (kind === 'absolute' && underBase);
  return isHere && (type === undefined || type === 'Patient') ? id : undefined;
}
