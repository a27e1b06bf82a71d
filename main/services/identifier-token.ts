import { parseIdentifier } from '../../shared/fhir/identifier.ts';
import { escapeValue } from '../../shared/fhir/search.ts';

/** `SYSTEM|VALUE` or a value alone as the value of a token search parameter: what would divide it is escaped (FHIR R4, search). */
export function identifierToken(text: string): string {
  const identifier = parseIdentifier(text);
  const value = escapeValue(identifier?.value ?? text);
  return identifier?.system ? `${escapeValue(identifier.system)}|${value}` : value;
}
