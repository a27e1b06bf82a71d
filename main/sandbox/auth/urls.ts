import { FHIR_PATH } from '../fhir/fhir-server.ts';

/** Where all of authorization lives on a server, beside FHIR. */
export const AUTH_PATH = '/auth';

/** The addresses of one authorization server. */
export interface AuthUrls {
  /** The FHIR base URL its tokens are for. */
  fhir: string;
  issuer: string;
  token: string;
  authorize: string;
  revoke: string;
  introspect: string;
  jwks: string;
}

/** The addresses that belong to a FHIR base URL; they follow its port and its scheme. */
export function authUrls(fhirBaseUrl: string): AuthUrls {
  const issuer = fhirBaseUrl.slice(0, -FHIR_PATH.length) + AUTH_PATH;
  return {
    fhir: fhirBaseUrl,
    issuer,
    token: `${issuer}/token`,
    authorize: `${issuer}/authorize`,
    revoke: `${issuer}/revoke`,
    introspect: `${issuer}/introspect`,
    jwks: `${issuer}/jwks`,
  };
}
