import type { CapabilityStatementRestSecurity } from '@medplum/fhirtypes';
import { offeredAlgorithms } from './assertion.ts';
import type { AuthFaults } from './auth-faults.ts';
import { typicalScope } from './scopes.ts';
import type { AuthUrls } from './urls.ts';

const capabilities = [
  'launch-standalone',
  'client-public',
  'client-confidential-symmetric',
  'client-confidential-asymmetric',
  'context-standalone-patient',
  'permission-offline',
  'permission-online',
  'permission-patient',
  'permission-user',
  'permission-v1',
  'permission-v2',
];

const scopesSupported = [
  'launch/patient',
  'offline_access',
  'online_access',
  'patient/*.cruds',
  'user/*.cruds',
  'system/*.cruds',
  ...typicalScope.split(' '),
];

const proofs = ['private_key_jwt', 'client_secret_basic', 'client_secret_post'];

const publishedToken = (urls: AuthUrls, faults: AuthFaults): string =>
  faults.has('discovery-wrong-token-url') ? `${urls.issuer}/old-token` : urls.token;

/** What both metadata documents say. */
function common(urls: AuthUrls, faults: AuthFaults): Record<string, unknown> {
  const algorithms = offeredAlgorithms(faults);
  return {
    token_endpoint: publishedToken(urls, faults),
    token_endpoint_auth_methods_supported: proofs,
    token_endpoint_auth_signing_alg_values_supported: algorithms,
    authorization_endpoint: urls.authorize,
    introspection_endpoint: urls.introspect,
    introspection_endpoint_auth_methods_supported: proofs,
    introspection_endpoint_auth_signing_alg_values_supported: algorithms,
    revocation_endpoint: urls.revoke,
    revocation_endpoint_auth_methods_supported: [...proofs, 'none'],
    revocation_endpoint_auth_signing_alg_values_supported: algorithms,
    jwks_uri: urls.jwks,
    scopes_supported: scopesSupported,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
  };
}

/**
 * `.well-known/smart-configuration` (SMART App Launch 2.2, conformance). No issuer: the standard keeps that for servers that sign people
 * in by OpenID Connect, which this one does not.
 */
export function smartConfiguration(urls: AuthUrls, faults: AuthFaults): Record<string, unknown> {
  return { ...common(urls, faults), grant_types_supported: ['authorization_code', 'client_credentials'], capabilities };
}

/** `/.well-known/oauth-authorization-server` of the issuer (RFC 8414). */
export function authorizationServerMetadata(urls: AuthUrls, faults: AuthFaults): Record<string, unknown> {
  const { token_endpoint_auth_methods_supported: _, ...rest } = common(urls, faults);
  return {
    issuer: urls.issuer,
    ...rest,
    token_endpoint_auth_methods_supported: [...proofs, 'none'],
    grant_types_supported: ['authorization_code', 'client_credentials', 'refresh_token'],
  };
}

const service = (system: string, code: string, display: string, text: string) => ({
  coding: [{ system, code, display }],
  text,
});

/** What the statement says beside the URLs. */
export interface SecurityFacts {
  /** Whether FHIR requests need a token now. */
  requiresToken: boolean;
  /** Where clients register by UDAP. */
  registrationUrl: string;
}

/** CapabilityStatement.rest.security: SMART-on-FHIR and UDAP with their URLs, where discovery is not missing on purpose. */
export function statementSecurity(
  urls: AuthUrls,
  faults: AuthFaults,
  { requiresToken, registrationUrl }: SecurityFacts,
): CapabilityStatementRestSecurity {
  const need = requiresToken
    ? 'Every request but metadata and .well-known needs an access token.'
    : 'No token is needed; one that is sent is checked.';
  const description = `A sandbox on the loopback interface, not conformant for real data. ${need}`;
  if (faults.has('discovery-missing')) return { cors: false, description };
  const uri = (url: string, valueUri: string) => ({ url, valueUri });
  return {
    extension: [
      {
        url: 'http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris',
        extension: [
          uri('token', publishedToken(urls, faults)),
          uri('authorize', urls.authorize),
          uri('register', registrationUrl),
          uri('introspect', urls.introspect),
          uri('revoke', urls.revoke),
        ],
      },
    ],
    cors: false,
    service: [
      service(
        'http://terminology.hl7.org/CodeSystem/restful-security-service',
        'SMART-on-FHIR',
        'SMART-on-FHIR',
        'OAuth2 by SMART App Launch 2.2: see .well-known/smart-configuration',
      ),
      service(
        'http://fhir.udap.org/CodeSystem/capability-rest-security-service',
        'UDAP',
        'UDAP',
        'OAuth2 by UDAP Security: see .well-known/udap',
      ),
    ],
    description,
  };
}
