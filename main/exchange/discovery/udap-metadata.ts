import type { UdapMetadata } from '../../../shared/domain/discovery.ts';
import type { JsonObject } from '../../../shared/fhir/json.ts';
import { type Members, membersOf } from './members.ts';
import { checkSignedMetadata, type SignedMetadataNeed } from './signed-metadata.ts';

/**
 * `.well-known/udap` (UDAP Security, discovery), read with tolerance and its signed metadata checked; undefined when nothing in it is of
 * that kind.
 */
export async function parseUdapMetadata(
  document: JsonObject,
  need: SignedMetadataNeed & { at: string },
): Promise<{ value: UdapMetadata; problems: string[] } | undefined> {
  if (!Object.keys(document).some((name) => name.startsWith('udap_')) && !Object.hasOwn(document, 'signed_metadata'))
    return undefined;
  const members = membersOf(document, need.at, 'UDAP Security');
  const grantTypes = members.need.list('grant_types_supported');
  const asksPeople = grantTypes.includes('authorization_code');
  const endpoints = {
    tokenEndpoint: members.need.address('token_endpoint'),
    authorizationEndpoint: (asksPeople ? members.need : members).address('authorization_endpoint'),
    registrationEndpoint: members.need.address('registration_endpoint'),
  };
  const value: UdapMetadata = {
    versions: members.need.list('udap_versions_supported'),
    profiles: members.need.list('udap_profiles_supported'),
    ...(Object.fromEntries(Object.entries(endpoints).filter(([, url]) => url !== undefined)) as Partial<
      Record<keyof typeof endpoints, string>
    >),
    grantTypes,
    tokenAlgorithms: members.need.list('token_endpoint_auth_signing_alg_values_supported'),
    registrationAlgorithms: members.need.list('registration_endpoint_jwt_signing_alg_values_supported'),
    extensionsSupported: mayBeEmpty(document, members, 'udap_authorization_extensions_supported'),
    extensionsRequired: members.list('udap_authorization_extensions_required'),
    signedMetadata: await checkSignedMetadata(document, need),
  };
  check(value, members);
  const methods = members.need.list('token_endpoint_auth_methods_supported');
  if (methods.length > 0 && !methods.includes('private_key_jwt'))
    members.odd('token_endpoint_auth_methods_supported lacks private_key_jwt; UDAP Security requires it.');
  return { value, problems: members.problems };
}

function mayBeEmpty(document: JsonObject, members: Members, name: string): string[] {
  if (document[name] === undefined) members.odd(`${name} is missing; UDAP Security requires it, empty if need be.`);
  return members.list(name);
}

function check(value: UdapMetadata, { odd }: Members): void {
  const { versions, profiles, grantTypes, extensionsSupported, tokenAlgorithms, registrationAlgorithms } = value;
  if (versions.length > 0 && !versions.includes('1'))
    odd(`udap_versions_supported says ${versions.join(', ')}; UDAP Security is version 1.`);
  for (const profile of ['udap_dcr', 'udap_authn'])
    if (profiles.length > 0 && !profiles.includes(profile))
      odd(`udap_profiles_supported lacks ${profile}; UDAP Security requires it.`);
  if (grantTypes.includes('client_credentials')) {
    if (profiles.length > 0 && !profiles.includes('udap_authz'))
      odd('udap_profiles_supported lacks udap_authz; UDAP Security requires it beside client_credentials.');
    if (!extensionsSupported.includes('hl7-b2b'))
      odd(
        'udap_authorization_extensions_supported lacks hl7-b2b; UDAP Security requires it beside client_credentials.',
      );
  }
  const lists = [
    ['token_endpoint_auth_signing_alg_values_supported', tokenAlgorithms],
    ['registration_endpoint_jwt_signing_alg_values_supported', registrationAlgorithms],
  ] as const;
  for (const [name, algorithms] of lists)
    if (algorithms.length > 0 && !algorithms.includes('RS256'))
      odd(`${name} lacks RS256; UDAP Security requires it of every server.`);
  const { state, says } = value.signedMetadata;
  if (state !== 'valid') odd(says);
}
