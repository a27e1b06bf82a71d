import { X509Certificate } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { compactVerify, decodeProtectedHeader } from 'jose';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { KnownClient } from '../../../../main/sandbox/auth/clients.ts';
import { OAuthError } from '../../../../main/sandbox/auth/oauth-error.ts';
import { authUrls } from '../../../../main/sandbox/auth/urls.ts';
import { type Authority, makeAuthority } from '../../../../main/sandbox/certificates/authority.ts';
import { UdapDesk } from '../../../../main/sandbox/udap/udap-desk.ts';
import type { FaultName } from '../../../../shared/domain/sandbox-faults.ts';
import { TestClock } from '../support/clock.ts';
import { b2b, type Claims, partyOf, serviceClaims, sign, type UdapParty } from './udap-client.ts';

const URI = 'https://mesa.example/udap';
const clock = new TestClock();
let authority: Authority;
let party: UdapParty;
beforeAll(async () => {
  authority = await makeAuthority('Test', clock.now());
  party = await partyOf(authority, URI, { now: clock.now() });
});

let desk: UdapDesk;
let base = '';
let faults: FaultName[] = [];
const clients = new Map<string, KnownClient>();
const server = createServer((request, response) => {
  void desk.handle(request, response).then((taken) => taken || response.writeHead(404).end());
});
beforeEach(async () => {
  faults = [];
  clients.clear();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/fhir`;
  desk = new UdapDesk({
    urls: () => authUrls(base),
    authority: async () => authority,
    registry: {
      find: (id) => clients.get(id),
      register: (client) => clients.set(client.clientId, client),
      forget: (id) => clients.delete(id),
    },
    clock,
    faults: () => faults,
  });
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function post(body: unknown) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(desk.registrationUrl, { method: 'POST', headers, body: text });
  return { status: answer.status, headers: answer.headers, json: (await answer.json()) as Record<string, unknown> };
}

const stated = async (claims: Claims = {}, who = party, header: Claims = {}) =>
  post({
    udap: '1',
    software_statement: await sign(who, desk.registrationUrl, clock.now(), { ...serviceClaims, ...claims }, header),
  });

describe('discovery', () => {
  it('says what UDAP Security asks for, signed by a certificate whose URI is the base URL', async () => {
    const answer = await fetch(`${base}/.well-known/udap?community=x`);
    expect(answer.headers.get('content-type')).toBe('application/json');
    const document = (await answer.json()) as Record<string, unknown>;
    expect(document).toMatchObject({
      udap_versions_supported: ['1'],
      udap_profiles_supported: ['udap_dcr', 'udap_authn', 'udap_authz'],
      udap_authorization_extensions_required: ['hl7-b2b'],
      registration_endpoint: desk.registrationUrl,
      token_endpoint: authUrls(base).token,
    });
    const jws = String(document.signed_metadata);
    const { alg, x5c = [] } = decodeProtectedHeader(jws);
    const [own, issuer] = x5c.map((one) => new X509Certificate(Buffer.from(one, 'base64')));
    expect([alg, own?.subjectAltName]).toEqual(['RS256', `URI:${base}`]);
    expect(own?.verify(issuer?.publicKey as never)).toBe(true);
    const { payload } = await compactVerify(jws, own?.publicKey as never);
    const claims = JSON.parse(Buffer.from(payload).toString());
    expect(claims).toMatchObject({ iss: base, sub: base, token_endpoint: document.token_endpoint });
    expect(claims.exp - claims.iat).toBeLessThanOrEqual(366 * 86_400);
  });

  it('is read only', async () => {
    const answer = await fetch(`${base}/.well-known/udap`, { method: 'POST', body: '{}' });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    expect((await fetch(desk.registrationUrl)).status).toBe(405);
    expect((await fetch(`${base}/.well-known/other`)).status).toBe(404);
  });
});

describe('registration', () => {
  it('gives a client id, the same one again for a change, and takes it back', async () => {
    const first = await stated();
    expect([first.status, first.headers.get('cache-control')]).toEqual([201, 'no-store']);
    expect(first.json).toMatchObject({
      client_name: 'Mesa',
      grant_types: ['client_credentials'],
      scope: serviceClaims.scope,
    });
    const clientId = String(first.json.client_id);
    expect(clients.get(clientId)).toMatchObject({ proof: 'udap', origin: 'registration' });

    const renewed = await partyOf(authority, URI, { now: clock.now(), alg: 'ES256' });
    const second = await stated({ scope: 'system/Task.rs' }, renewed);
    expect([second.status, second.json.client_id]).toEqual([200, clientId]);
    expect(clients.get(clientId)?.scope).toBe('system/Task.rs');

    const other = await stated({}, await partyOf(authority, 'https://other.example/udap', { now: clock.now() }));
    expect([other.status, other.json.client_id === clientId]).toEqual([201, false]);

    const gone = await stated({ grant_types: [] });
    expect([gone.status, gone.json.grant_types]).toEqual([200, []]);
    expect(clients.has(clientId)).toBe(false);
    expect((await stated({ grant_types: [] })).json.error).toBe('invalid_client_metadata');
  });

  it('takes redirect URIs for the authorization code', async () => {
    const redirects = ['https://mesa.example/back', 'http://127.0.0.1:8765/back'];
    const { status, json } = await stated({
      grant_types: ['authorization_code', 'refresh_token'],
      redirect_uris: redirects,
      response_types: ['code'],
    });
    expect([status, json.redirect_uris]).toEqual([201, redirects]);
  });

  const now = () => Math.floor(clock.now() / 1000);
  const wrongStatements: [string, () => Claims, RegExp][] = [
    ['is meant for another server', () => ({ aud: 'https://other.example/register' }), /aud .*must be exactly http/],
    ['names no audience', () => ({ aud: [] }), /aud/],
    ['is signed for another URI', () => ({ iss: 'https://x.example', sub: 'https://x.example' }), /no URI name .*mesa/],
    ['has a subject that is not its issuer', () => ({ sub: 'https://x.example' }), /iss .* and sub .*same/],
    ['has expired', () => ({ iat: now() - 400, exp: now() - 100 }), /expired at/],
    ['is good for too long', () => ({ exp: now() + 400 }), /good for 400 seconds/],
    ['is dated ahead', () => ({ iat: now() + 200, exp: now() + 400 }), /lies ahead/],
    ['has no iat', () => ({ iat: undefined }), /lacks iat/],
    ['has no exp', () => ({ exp: undefined }), /lacks exp/],
    ['has no jti', () => ({ jti: undefined }), /no jti/],
  ];
  it.each(wrongStatements)('refuses a statement that %s', async (_, claims, words) => {
    const { status, json } = await stated(claims());
    expect([status, json.error]).toEqual([400, 'invalid_software_statement']);
    expect(json.error_description).toMatch(words);
    expect(clients.size).toBe(0);
  });

  it('refuses the same statement twice', async () => {
    const statement = await sign(party, desk.registrationUrl, clock.now(), serviceClaims);
    const body = { udap: '1', software_statement: statement };
    expect((await post(body)).status).toBe(201);
    const again = await post(body);
    expect(again.json).toMatchObject({
      error: 'invalid_software_statement',
      error_description: expect.stringMatching(/jti .*before/),
    });
  });

  it('refuses what is signed by another key, in another way, or without certificates', async () => {
    const stranger = await partyOf(authority, URI, { now: clock.now() });
    const cases: [Promise<Awaited<ReturnType<typeof post>>>, RegExp][] = [
      [stated({}, { ...party, privateKey: stranger.privateKey }), /signature/],
      [stated({}, party, { alg: 'RS384' }), /alg .*RS384.*RS256 or ES256/],
      [stated({}, party, { x5c: undefined }), /no certificates \(x5c\)/],
      [stated({}, party, { x5c: ['bm9uZQ=='] }), /x5c .*base64/],
      [post({ udap: '1', software_statement: 'not.a.jwt' }), /not a signed JWT/],
      [post({ udap: '1' }), /no software_statement/],
    ];
    for (const [answer, words] of cases) {
      const { status, json } = await answer;
      expect([status, json.error, json.error_description]).toEqual([
        400,
        'invalid_software_statement',
        expect.stringMatching(words),
      ]);
    }
  });

  it('approves certificates of trusted authorities alone, while they hold', async () => {
    const foreign = await makeAuthority('Foreign', clock.now());
    const unapproved = async (who: UdapParty, words: RegExp) =>
      expect((await stated({}, who)).json).toMatchObject({
        error: 'unapproved_software_statement',
        error_description: expect.stringMatching(words),
      });
    const stranger = await partyOf(foreign, URI, { now: clock.now() });
    await unapproved(stranger, /No trusted authority/);
    await unapproved(await partyOf(authority, URI, { now: clock.now(), lasts: -86_400_000 }), /expired on/);
    await unapproved(await partyOf(authority, URI, { now: clock.now() + 5 * 86_400_000 }), /does not hold before/);
    desk.trust(foreign.root);
    expect((await stated({}, stranger)).status).toBe(201);
    expect(() => desk.trust('none')).toThrow(/cannot be read/);
    desk.clear();
    await unapproved(stranger, /No trusted authority/);
    const [own = ''] = party.x5c;
    expect((await stated({}, { ...party, x5c: [own] })).status).toBe(200);
  });

  const wrongMetadata: [string, Claims, RegExp][] = [
    ['no name', { client_name: undefined }, /client_name/],
    ['no grant types', { grant_types: undefined }, /grant_types/],
    ['grant types that are no list', { grant_types: 'client_credentials' }, /grant_types is no list/],
    ['an unknown grant', { grant_types: ['password'] }, /password is not offered/],
    ['both kinds of grant', { grant_types: ['client_credentials', 'authorization_code'] }, /not for both/],
    ['a refresh alone', { grant_types: ['client_credentials', 'refresh_token'] }, /refresh_token needs/],
    ['another way to prove itself', { token_endpoint_auth_method: 'client_secret_basic' }, /private_key_jwt/],
    ['a code without redirect', { grant_types: ['authorization_code'] }, /redirect_uris is missing/],
    [
      'a redirect in the clear',
      { grant_types: ['authorization_code'], redirect_uris: ['http://mesa.example/b'] },
      /neither https/,
    ],
    [
      'a redirect with a fragment',
      { grant_types: ['authorization_code'], redirect_uris: ['https://mesa.example/#'] },
      /neither/,
    ],
    ['a redirect for a service', { redirect_uris: ['https://mesa.example/b'] }, /authorization_code alone/],
  ];
  it.each(wrongMetadata)('refuses %s', async (_, claims, words) => {
    const { status, json } = await stated(claims);
    expect([status, json.error]).toEqual([400, 'invalid_client_metadata']);
    expect(json.error_description).toMatch(words);
  });

  it('refuses bodies that are no request, however large', async () => {
    for (const body of ['', '[]', '{"udap":"2"}', JSON.stringify({ udap: '1', more: 'x'.repeat(100_000) })])
      expect(await post(body)).toMatchObject({ status: 400, json: { error: 'invalid_client_metadata' } });
  });

  it('trusts nobody while its fault is set', async () => {
    faults = ['udap-untrusted'];
    expect((await stated()).json.error).toBe('unapproved_software_statement');
  });
});

describe('at the token endpoint', () => {
  let clientId = '';
  beforeEach(async () => {
    clientId = String((await stated()).json.client_id);
  });
  const form = async (claims: Claims = {}, who = party, grant = 'client_credentials') => {
    const all = { iss: clientId, sub: clientId, extensions: { 'hl7-b2b': b2b }, ...claims };
    const assertion = await sign(who, authUrls(base).token, clock.now(), all);
    return new Map([
      ['grant_type', grant],
      ['client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'],
      ['client_assertion', assertion],
      ['udap', '1'],
    ]);
  };
  const refusal = async (fields: Map<string, string>) => {
    const thrown = await desk.authenticate(fields).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(OAuthError);
    const { code, status, message } = thrown as OAuthError;
    return [code, status, message];
  };
  const now = () => Math.floor(clock.now() / 1000);

  it('knows its client, by RS256 and by ES256, with a renewed certificate too', async () => {
    expect(await desk.authenticate(await form())).toMatchObject({ clientId, proof: 'udap' });
    const renewed = await partyOf(authority, URI, { now: clock.now(), alg: 'ES256' });
    expect(await desk.authenticate(await form({}, renewed))).toMatchObject({ clientId });
  });

  const wrong: [string, () => Claims, RegExp][] = [
    ['an id nobody has', () => ({ iss: 'nobody', sub: 'nobody' }), /under the id nobody/],
    ['another audience', () => ({ aud: 'https://other.example/token' }), /aud/],
    ['no iat', () => ({ iat: undefined }), /lacks iat/],
    ['too long a life', () => ({ exp: now() + 301 }), /301 seconds/],
    ['an end in the past', () => ({ iat: now() - 300, exp: now() - 60 }), /expired/],
    ['no jti', () => ({ jti: undefined }), /jti/],
  ];
  it.each(wrong)('refuses an assertion with %s', async (_, claims, words) => {
    expect(await refusal(await form(claims()))).toEqual(['invalid_client', 401, expect.stringMatching(words)]);
  });

  it('refuses a second use, another client’s certificate and one nobody vouches for', async () => {
    const fields = await form();
    await desk.authenticate(fields);
    expect(await refusal(fields)).toEqual(['invalid_client', 401, expect.stringMatching(/used before/)]);
    const other = await partyOf(authority, 'https://other.example/udap', { now: clock.now() });
    expect(await refusal(await form({}, other))).toEqual([
      'invalid_client',
      401,
      expect.stringMatching(/does not carry the URI/),
    ]);
    const stranger = await partyOf(await makeAuthority('Foreign', clock.now()), URI, { now: clock.now() });
    expect(await refusal(await form({}, stranger))).toEqual([
      'invalid_client',
      401,
      expect.stringMatching(/No trusted/),
    ]);
  });

  it('refuses a form that lacks what UDAP sends', async () => {
    const without = async (name: string, value?: string) => {
      const fields = await form();
      fields.delete(name);
      if (value !== undefined) fields.set(name, value);
      return (await refusal(fields)).slice(0, 2);
    };
    expect(await without('udap', '2')).toEqual(['invalid_request', 400]);
    expect(await without('client_assertion')).toEqual(['invalid_client', 401]);
    expect(await without('client_assertion_type')).toEqual(['invalid_client', 401]);
    expect(await without('client_assertion', 'none')).toEqual(['invalid_client', 401]);
  });

  it('refuses a grant that was not registered', async () => {
    const fields = await form({}, party, 'authorization_code');
    expect(await refusal(fields)).toEqual([
      'unauthorized_client',
      400,
      expect.stringMatching(/not for authorization_code/),
    ]);
  });

  const extensions: [string, unknown, RegExp][] = [
    ['no extensions', undefined, /lacks the extension hl7-b2b/],
    ['no hl7-b2b', {}, /lacks the extension hl7-b2b/],
    ['text in its place', { 'hl7-b2b': 'x' }, /no JSON object/],
    ['another version', { 'hl7-b2b': { ...b2b, version: 1 } }, /version .* must be "1"/],
    ['no organization', { 'hl7-b2b': { ...b2b, organization_id: undefined } }, /lacks organization_id/],
    ['an organization that is no URI', { 'hl7-b2b': { ...b2b, organization_id: 'Mesa' } }, /no URI/],
    ['no purpose', { 'hl7-b2b': { ...b2b, purpose_of_use: [] } }, /lacks purpose_of_use/],
    ['a purpose that is no code', { 'hl7-b2b': { ...b2b, purpose_of_use: [1] } }, /no list of codes/],
  ];
  it.each(extensions)('refuses client credentials with %s', async (_, given, words) => {
    const [code, status, message] = await refusal(await form({ extensions: given }));
    expect([code, status]).toEqual(['invalid_grant', 400]);
    expect(String(message).replaceAll("'", '"')).toMatch(words);
  });

  it('misses the extension while its fault is set', async () => {
    faults = ['udap-no-extension'];
    expect((await refusal(await form())).slice(0, 2)).toEqual(['invalid_grant', 400]);
  });

  it('wants no extension with an authorization code', async () => {
    await stated({ grant_types: ['authorization_code'], redirect_uris: ['https://mesa.example/back'] });
    expect(await desk.authenticate(await form({ extensions: undefined }, party, 'authorization_code'))).toMatchObject({
      clientId,
    });
  });
});
