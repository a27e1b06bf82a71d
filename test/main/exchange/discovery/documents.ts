import { oauthUris } from '../../../../shared/fhir/statement-security.ts';

/** A SMART configuration with nothing to say against it. */
export const smart = (origin: string, changes: object = {}) => ({
  token_endpoint: `${origin}/token`,
  authorization_endpoint: `${origin}/authorize`,
  grant_types_supported: ['client_credentials', 'authorization_code'],
  token_endpoint_auth_methods_supported: ['private_key_jwt'],
  token_endpoint_auth_signing_alg_values_supported: ['RS384', 'ES384'],
  scopes_supported: ['system/*.rs'],
  capabilities: ['client-confidential-asymmetric', 'permission-v2'],
  code_challenge_methods_supported: ['S256'],
  ...changes,
});

/** UDAP metadata with nothing to say against them but their signature. */
export const udap = (origin: string, changes: object = {}) => ({
  udap_versions_supported: ['1'],
  udap_profiles_supported: ['udap_dcr', 'udap_authn', 'udap_authz'],
  udap_authorization_extensions_supported: ['hl7-b2b'],
  udap_authorization_extensions_required: ['hl7-b2b'],
  udap_certifications_supported: [],
  grant_types_supported: ['client_credentials'],
  token_endpoint: `${origin}/token`,
  token_endpoint_auth_methods_supported: ['private_key_jwt'],
  token_endpoint_auth_signing_alg_values_supported: ['RS256'],
  registration_endpoint: `${origin}/register`,
  registration_endpoint_jwt_signing_alg_values_supported: ['RS256'],
  ...changes,
});

/** A CapabilityStatement whose security part is given. */
export const statement = (security?: object, changes: object = {}) => ({
  resourceType: 'CapabilityStatement',
  status: 'active',
  kind: 'instance',
  fhirVersion: '4.0.1',
  format: ['json'],
  rest: [{ mode: 'server', ...(security ? { security } : {}) }],
  ...changes,
});

/** The security part that names an authorization server. */
export const security = (uris: Record<string, string>) => ({
  service: [{ coding: [{ code: 'SMART-on-FHIR' }] }, { text: 'By agreement' }],
  extension: [{ url: oauthUris, extension: Object.entries(uris).map(([url, valueUri]) => ({ url, valueUri })) }],
});

/** A Da Vinci configuration with one endpoint. */
export const davinci = (
  endpoints: unknown = { 'davinci_cdex_attachsubmit_endpoint#2.1': 'https://payer.example/fhir' },
) => ({
  identifier: { system: 'https://payer.example/ids', value: '12345' },
  endpoints,
});
