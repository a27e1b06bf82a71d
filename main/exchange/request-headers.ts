import type { Quirk } from '../../shared/domain/policy.ts';

const fhirJson = /^application\/fhir\+json/;

/**
 * The header block of a request, names in lower case: ours, over them the interaction's, over them the secret ones. Quirks of the partner
 * change what we say of bodies: FHIR R4 lets a server understand application/json (http.html, content types), some know nothing else.
 */
export function requestHeaders(
  userAgent: string,
  asked: Record<string, string> = {},
  secret: Record<string, string> = {},
  quirks: readonly Quirk[] = [],
): Record<string, string> {
  const headers: Record<string, string> = {
    accept: 'application/fhir+json',
    'accept-encoding': quirks.includes('no-compression') ? 'identity' : 'gzip, deflate, br',
    'user-agent': userAgent,
    ...asked,
    ...secret,
  };
  if (!quirks.includes('plain-json')) return headers;
  for (const name of ['accept', 'content-type'])
    if (headers[name]) headers[name] = headers[name].replace(fhirJson, 'application/json');
  return headers;
}
