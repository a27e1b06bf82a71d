import { dig, isObject, listOf, textOf } from '../../../shared/fhir/json.ts';

/**
 * What is wrong with the `hl7-b2b` extension of an assertion's claims, in a sentence; undefined when nothing is. It says on whose behalf
 * and for what a service asks (UDAP Security, B2B authorization extension object).
 */
export function extensionProblem(claims: unknown): string | undefined {
  const extension = dig(claims, 'extensions', 'hl7-b2b');
  if (extension === undefined) return 'The assertion lacks the extension hl7-b2b, which this server requires.';
  if (!isObject(extension)) return 'The extension hl7-b2b is no JSON object.';
  if (extension.version !== '1')
    return `The version of the extension hl7-b2b is ${JSON.stringify(extension.version) ?? 'left out'}; it must be "1".`;
  const organization = textOf(extension.organization_id);
  if (!organization) return 'The extension hl7-b2b lacks organization_id.';
  if (!URL.canParse(organization)) return `The organization_id ${organization} of the extension hl7-b2b is no URI.`;
  const purposes = listOf(extension.purpose_of_use);
  if (!purposes.length) return 'The extension hl7-b2b lacks purpose_of_use, a list with one code at least.';
  if (!purposes.every((one) => textOf(one) !== undefined))
    return 'The purpose_of_use of the extension hl7-b2b is no list of codes.';
  return undefined;
}
