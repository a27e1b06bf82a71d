import { describe, expect, test } from 'vitest';
import { parseDavinciConfiguration } from '../../../../main/exchange/discovery/davinci-configuration.ts';
import { parseSmartConfiguration } from '../../../../main/exchange/discovery/smart-configuration.ts';
import { parseUdapMetadata } from '../../../../main/exchange/discovery/udap-metadata.ts';
import { davinci, smart, udap } from './documents.ts';

const origin = 'https://auth.example';
const at = 'https://fhir.example/r4/.well-known/smart-configuration';

describe('a SMART configuration', () => {
  test('without a flaw is read whole', () => {
    const given = smart(origin, { capabilities: ['sso-openid-connect'], issuer: origin, jwks_uri: `${origin}/keys` });
    expect(parseSmartConfiguration(given, at)).toEqual({
      value: {
        issuer: origin,
        jwksUri: `${origin}/keys`,
        tokenEndpoint: `${origin}/token`,
        authorizationEndpoint: `${origin}/authorize`,
        grantTypes: ['client_credentials', 'authorization_code'],
        authMethods: ['private_key_jwt'],
        signingAlgorithms: ['RS384', 'ES384'],
        scopes: ['system/*.rs'],
        capabilities: ['sso-openid-connect'],
        challengeMethods: ['S256'],
      },
      problems: [],
    });
  });

  test.each<[string, object, RegExp]>([
    ['no token endpoint', { token_endpoint: undefined }, /^token_endpoint is missing; SMART 2\.2 requires it/],
    ['null for one', { token_endpoint: null }, /^token_endpoint is missing/],
    ['no grant types', { grant_types_supported: undefined }, /^grant_types_supported is missing/],
    ['an empty list of them', { grant_types_supported: [] }, /^grant_types_supported is empty/],
    ['only other grants', { grant_types_supported: ['password'] }, /neither authorization_code nor client_credentials/],
    ['no capabilities', { capabilities: undefined }, /^capabilities is missing/],
    [
      'no challenge methods',
      { code_challenge_methods_supported: undefined },
      /^code_challenge_methods_supported is mis/,
    ],
    ['no S256', { code_challenge_methods_supported: ['S512'] }, /lacks S256/],
    ['plain', { code_challenge_methods_supported: ['S256', 'plain'] }, /names plain; SMART 2\.2 forbids/],
    ['OpenID Connect without issuer', { capabilities: ['sso-openid-connect'], jwks_uri: origin }, /^issuer is missing/],
    ['OpenID Connect without keys', { capabilities: ['sso-openid-connect'], issuer: origin }, /^jwks_uri is missing/],
    ['sign-in without its address', { authorization_endpoint: undefined }, /^authorization_endpoint is missing/],
    ['a relative address', { token_endpoint: '/oauth/token' }, /relative.*https:\/\/fhir\.example\/oauth\/token/],
    ['an address without TLS', { token_endpoint: 'http://auth.example/token' }, /is not https.*CONF-014/],
    ['an address of another kind', { token_endpoint: 'javascript:alert(1)' }, /leads to javascript: and is left out/],
    ['an address that is none', { token_endpoint: 'https://' }, /is no address/],
    ['a password in an address', { token_endpoint: 'https://a:b@auth.example/t' }, /password and is left out/],
    ['a number for an address', { token_endpoint: 7 }, /is a number where SMART 2\.2 wants text/],
    ['text for a list', { capabilities: 'permission-v2 launch-ehr' }, /^capabilities is one text/],
    ['an object for a list', { scopes_supported: {} }, /^scopes_supported is an object/],
    ['odd things in a list', { scopes_supported: ['a', 7] }, /lists something that is no text/],
    [
      'other algorithms only',
      { token_endpoint_auth_signing_alg_values_supported: ['RS256'] },
      /neither RS384 nor ES384/,
    ],
    ['no algorithms', { token_endpoint_auth_signing_alg_values_supported: undefined }, /RFC 8414 requires it beside/],
    [
      'none as algorithm',
      { token_endpoint_auth_signing_alg_values_supported: ['RS384', 'none'] },
      /names none; RFC 8414/,
    ],
  ])('with %s is read, and that is said', (_, changes, problem) => {
    const problems = parseSmartConfiguration(smart(origin, changes), at)?.problems;
    expect(problems).toHaveLength(1);
    expect(problems?.[0]).toMatch(problem);
  });

  test('keeps what it can use of odd members, and never a forbidden address', () => {
    const value = parseSmartConfiguration(
      smart(origin, {
        token_endpoint: 'token',
        jwks_uri: 'ftp://keys.example',
        capabilities: 'a b',
        scopes_supported: [1],
      }),
      at,
    )?.value;
    expect(value).toMatchObject({
      tokenEndpoint: 'https://fhir.example/r4/.well-known/token',
      capabilities: ['a', 'b'],
      scopes: [],
    });
    expect(value).not.toHaveProperty('jwksUri');
  });

  test('does without TLS on this computer alone', () => {
    const local = 'http://127.0.0.1:8000';
    expect(parseSmartConfiguration(smart(local), `${local}/fhir/x`)?.problems).toEqual([]);
    expect(parseSmartConfiguration(smart(local), at)?.problems).toHaveLength(2);
  });

  test('is not seen in any other JSON', () => {
    expect(parseSmartConfiguration({ message: 'not found' }, at)).toBeUndefined();
  });
});

describe('UDAP metadata', () => {
  const need = { at, baseUrl: 'https://fhir.example/r4', now: 0 };
  const problemsOf = async (changes: object) => (await parseUdapMetadata(udap(origin, changes), need))?.problems ?? [];

  test('are read whole; what they lack without a signature is said', async () => {
    expect(await parseUdapMetadata(udap(origin), need)).toEqual({
      value: {
        versions: ['1'],
        profiles: ['udap_dcr', 'udap_authn', 'udap_authz'],
        tokenEndpoint: `${origin}/token`,
        registrationEndpoint: `${origin}/register`,
        grantTypes: ['client_credentials'],
        tokenAlgorithms: ['RS256'],
        registrationAlgorithms: ['RS256'],
        extensionsSupported: ['hl7-b2b'],
        extensionsRequired: ['hl7-b2b'],
        signedMetadata: { state: 'absent', says: expect.stringContaining('missing') },
      },
      problems: ['signed_metadata is missing; UDAP Security requires it.'],
    });
  });

  test.each<[string, object, RegExp]>([
    ['another version', { udap_versions_supported: ['2'] }, /says 2; UDAP Security is version 1/],
    ['no registration profile', { udap_profiles_supported: ['udap_authn', 'udap_authz'] }, /lacks udap_dcr/],
    ['no authorization profile', { udap_profiles_supported: ['udap_dcr', 'udap_authn'] }, /lacks udap_authz/],
    ['no registration endpoint', { registration_endpoint: undefined }, /^registration_endpoint is missing/],
    ['no extensions', { udap_authorization_extensions_supported: [] }, /lacks hl7-b2b/],
    ['another way to prove oneself', { token_endpoint_auth_methods_supported: ['none'] }, /lacks private_key_jwt/],
    ['other algorithms', { token_endpoint_auth_signing_alg_values_supported: ['ES512'] }, /lacks RS256/],
  ])('with %s are read, and that is said', async (_, changes, problem) => {
    const problems = await problemsOf(changes);
    expect(problems.filter((one) => problem.test(one))).toHaveLength(1);
    expect(problems).toHaveLength(2); // and the missing signature
  });

  test('are not seen in any other JSON', async () => {
    expect(await parseUdapMetadata({ token_endpoint: origin }, need)).toBeUndefined();
  });
});

describe('a Da Vinci configuration', () => {
  const code = 'davinci_cdex_attachsubmit_endpoint';
  const parse = (endpoints: unknown) => parseDavinciConfiguration(davinci(endpoints), at);

  test('names endpoints by an object, of any version', () => {
    expect(
      parse({ [`${code}#2.1`]: 'https://payer.example/fhir/', [`${code}#9.9`]: 'https://payer.example/new' }),
    ).toEqual({
      value: {
        identifier: { system: 'https://payer.example/ids', value: '12345' },
        endpoints: [
          { code: `${code}#2.1`, url: 'https://payer.example/fhir' },
          { code: `${code}#9.9`, url: 'https://payer.example/new' },
        ],
      },
      problems: [],
    });
  });

  test.each<[string, unknown, number, RegExp]>([
    ['a list of codes', [{ code: `${code}#2.1`, url: 'https://payer.example/fhir' }], 1, /is a list/],
    ['a list of keys and values', [{ key: `${code}#2.1`, value: 'https://payer.example/fhir' }], 1, /is a list/],
    ['a list of single members', [{ [`${code}#2.1`]: 'https://payer.example/fhir' }], 1, /is a list/],
    ['a code without a version', { [code]: 'https://payer.example/fhir' }, 1, /HRex deprecates/],
    ['no address', { [`${code}#2.1`]: '' }, 0, /has no address/],
    ['an address without TLS', { [`${code}#2.1`]: 'http://payer.example' }, 1, /is not https/],
    ['nothing', {}, 0, /No endpoint/],
    ['text', 'https://payer.example', 0, /neither an object nor a list/],
  ])('with %s is read, and that is said', (_, endpoints, count, problem) => {
    const read = parse(endpoints);
    expect(read?.value.endpoints).toHaveLength(count);
    expect(read?.problems).toHaveLength(1);
    expect(read?.problems[0]).toMatch(problem);
  });

  test('may lack its identifier', () => {
    expect(parseDavinciConfiguration({ endpoints: {} }, at)?.problems).toContain(
      'identifier is missing; HRex names the payer by it.',
    );
    expect(parseDavinciConfiguration({ any: 'thing' }, at)).toBeUndefined();
  });
});
