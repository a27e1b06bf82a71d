import type { DavinciConfiguration } from '../../../shared/domain/discovery.ts';
import { isObject, type JsonObject, textOf } from '../../../shared/fhir/json.ts';
import { readAddress } from './members.ts';

/**
 * `davinci-configuration` (HRex, endpoint discovery): endpoints as an object, or as the list of the logical model; undefined when it
 * names none. Codes stay as published: versions nobody knows yet are accepted. `at` is its address.
 */
export function parseDavinciConfiguration(
  document: JsonObject,
  at: string,
): { value: DavinciConfiguration; problems: string[] } | undefined {
  if (!Object.hasOwn(document, 'endpoints')) return undefined;
  const problems: string[] = [];
  const endpoints = pairsOf(document.endpoints, problems).flatMap(([code, written]) => {
    const url = textOf(written);
    if (url === undefined) {
      problems.push(`The endpoint ${code} has no address.`);
      return [];
    }
    const read = readAddress(url, at);
    if (read.odd) problems.push(`The endpoint ${code} ${read.odd}`);
    return read.url === undefined ? [] : [{ code, url: read.url.replace(/\/+$/, '') }];
  });
  if (endpoints.length === 0 && problems.length === 0) problems.push('No endpoint is named.');
  for (const { code } of endpoints)
    if (!code.includes('#')) problems.push(`The code ${code} has no version (#2.1); HRex deprecates that.`);
  const identifier = identifierOf(document.identifier, problems);
  return { value: { ...(identifier ? { identifier } : {}), endpoints }, problems };
}

/** Codes with what stands beside them. */
function pairsOf(endpoints: unknown, problems: string[]): [string, unknown][] {
  if (isObject(endpoints)) return Object.entries(endpoints);
  if (!Array.isArray(endpoints)) {
    problems.push('endpoints is neither an object nor a list.');
    return [];
  }
  problems.push('endpoints is a list; the example of HRex writes an object.');
  return endpoints.flatMap((one): [string, unknown][] => {
    if (!isObject(one)) return [];
    const code = textOf(one.code) ?? textOf(one.key) ?? textOf(one.name);
    if (code !== undefined) return [[code, one.url ?? one.value ?? one.address]];
    return Object.entries(one);
  });
}

function identifierOf(given: unknown, problems: string[]): DavinciConfiguration['identifier'] {
  if (!isObject(given)) {
    problems.push('identifier is missing; HRex names the payer by it.');
    return undefined;
  }
  const system = textOf(given.system);
  const value = textOf(given.value);
  if (!system || !value) problems.push('identifier lacks its system or its value.');
  return { ...(system ? { system } : {}), ...(value ? { value } : {}) };
}
