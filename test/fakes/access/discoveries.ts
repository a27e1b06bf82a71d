import type { Discovery } from '../../../shared/domain/discovery.ts';
import { ago } from '../ago.ts';

const smart = {
  issuer: 'https://auth.mesa.example',
  tokenEndpoint: 'https://auth.mesa.example/oauth2/token',
  authorizationEndpoint: 'https://auth.mesa.example/oauth2/authorize',
  revocationEndpoint: 'https://auth.mesa.example/oauth2/revoke',
  jwksUri: 'https://auth.mesa.example/jwks',
  grantTypes: ['authorization_code', 'client_credentials'],
  authMethods: ['private_key_jwt', 'client_secret_basic'],
  signingAlgorithms: ['RS384', 'ES384'],
  scopes: ['system/*.rs', 'system/Task.crus'],
  capabilities: ['client-confidential-asymmetric', 'permission-v2', 'permission-v1'],
  challengeMethods: ['S256'],
};

/** What Mesa Orthopedics publishes: one document, one with an oddity, one absent, one that failed. */
export const discoveries: Discovery[] = [
  {
    id: 'c4',
    baseUrl: 'https://fhir.mesa.example/r4',
    at: ago(3_700),
    smart: { state: 'found', exchangeId: '20', value: smart, problems: [] },
    udap: { state: 'absent', exchangeId: '21', httpStatus: 404 },
    statement: {
      state: 'found',
      exchangeId: '22',
      value: { services: ['SMART-on-FHIR'], tokenUrl: 'https://fhir.mesa.example/r4/token' },
      problems: ['Its token URL is not the one of smart-configuration.'],
    },
    davinci: {
      state: 'failed',
      exchangeId: '23',
      message: 'Mesa Orthopedics answered with HTML where JSON was expected.',
      next: 'Ask the partner whether a sign-in page stands before it.',
    },
  },
];
