import type { SmartConfiguration } from '../../../shared/domain/discovery.ts';
import type { JsonObject } from '../../../shared/fhir/json.ts';
import { type Members, membersOf } from './members.ts';

const known = ['token_endpoint', 'authorization_endpoint', 'grant_types_supported', 'capabilities', 'issuer'];

/**
 * `.well-known/smart-configuration` (SMART App Launch 2.2, conformance), read with tolerance; undefined when nothing in it is of that
 * kind. `at` is its address.
 */
export function parseSmartConfiguration(
  document: JsonObject,
  at: string,
): { value: SmartConfiguration; problems: string[] } | undefined {
  if (!known.some((name) => Object.hasOwn(document, name))) return undefined;
  const members = membersOf(document, at, 'SMART 2.2');
  const { need } = members;
  const capabilities = need.list('capabilities');
  const grantTypes = need.list('grant_types_supported');
  const signsIn = capabilities.includes('sso-openid-connect');
  const asksPeople = grantTypes.includes('authorization_code') || capabilities.some((one) => one.startsWith('launch-'));
  const optional = {
    tokenEndpoint: need.address('token_endpoint'),
    authorizationEndpoint: (asksPeople ? need : members).address('authorization_endpoint'),
    issuer: (signsIn ? need : members).address('issuer'),
    jwksUri: (signsIn ? need : members).address('jwks_uri'),
    registrationEndpoint: members.address('registration_endpoint'),
    revocationEndpoint: members.address('revocation_endpoint'),
    introspectionEndpoint: members.address('introspection_endpoint'),
  };
  const value: SmartConfiguration = {
    ...(Object.fromEntries(Object.entries(optional).filter(([, url]) => url !== undefined)) as Partial<
      Record<keyof typeof optional, string>
    >),
    grantTypes,
    authMethods: members.list('token_endpoint_auth_methods_supported'),
    signingAlgorithms: members.list('token_endpoint_auth_signing_alg_values_supported'),
    scopes: members.list('scopes_supported'),
    capabilities,
    challengeMethods: need.list('code_challenge_methods_supported'),
  };
  checkGrants(value, members);
  checkChallenges(value, members);
  checkAlgorithms(value, members);
  return { value, problems: members.problems };
}

function checkGrants({ grantTypes }: SmartConfiguration, { odd }: Members): void {
  if (grantTypes.length > 0 && !grantTypes.some((one) => one === 'authorization_code' || one === 'client_credentials'))
    odd(
      'grant_types_supported names neither authorization_code nor client_credentials; SMART 2.2 requires one of them.',
    );
}

function checkChallenges({ challengeMethods }: SmartConfiguration, { odd }: Members): void {
  if (challengeMethods.length > 0 && !challengeMethods.includes('S256'))
    odd('code_challenge_methods_supported lacks S256; SMART 2.2 requires it.');
  if (challengeMethods.includes('plain')) odd('code_challenge_methods_supported names plain; SMART 2.2 forbids it.');
}

function checkAlgorithms(
  { authMethods, capabilities, signingAlgorithms }: SmartConfiguration,
  { odd, problems }: Members,
): void {
  const byKey = authMethods.includes('private_key_jwt') || capabilities.includes('client-confidential-asymmetric');
  const name = 'token_endpoint_auth_signing_alg_values_supported';
  if (signingAlgorithms.includes('none')) odd(`${name} names none; RFC 8414 forbids it.`);
  if (!byKey) return;
  if (signingAlgorithms.length > 0 && !signingAlgorithms.some((one) => one === 'RS384' || one === 'ES384'))
    odd(`${name} lists neither RS384 nor ES384; SMART 2.2 requires one of them for clients that sign.`);
  if (signingAlgorithms.length === 0 && !problems.some((one) => one.startsWith(name)))
    odd(`${name} is missing; RFC 8414 requires it beside private_key_jwt.`);
}
