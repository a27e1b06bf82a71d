import { importPKCS8, SignJWT } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { connectionSecret } from '../../../../main/credentials/vault.ts';
import { registerByStatement } from '../../../../main/exchange/udap/register.ts';
import type { UdapAuth } from '../../../../shared/domain/auth.ts';
import { type Authority, type Identity, makeAuthority, rsa, uris } from '../../../fakes/partner/authority.ts';
import { json } from '../../../fakes/partner/partner.ts';
import { failure, unwrap } from '../../../fakes/ports.ts';
import { udap } from '../discovery/documents.ts';
import { type Desk, openDesk, say } from '../token/desk.ts';

let community: Authority;
let stranger: Authority;
let own: Identity;
beforeAll(async () => {
  [community, stranger] = await Promise.all([
    makeAuthority('Test trust community', rsa),
    makeAuthority('Another community', rsa),
  ]);
  own = await community.issue({ names: uris('https://harbor.example/udap') });
});

/** How the signed part of the metadata is made; all of it good where nothing is said. */
interface Making {
  claims?: object;
  by?: Authority;
  /** URI name of the signer's certificate. */
  name?: string;
  spoil?: (jws: string) => string | undefined;
}

/** A desk whose connection trusts the community, and whose partner publishes metadata made so. */
async function open({ claims = {}, by = community, name, spoil = (jws) => jws }: Making, more: Partial<UdapAuth> = {}) {
  const desk = await openDesk();
  const { baseUrl } = desk.server;
  const seconds = desk.clock.now() / 1000;
  const signer = await by.issue({ names: uris(name ?? baseUrl) });
  const plain = udap(baseUrl);
  const { token_endpoint, registration_endpoint } = plain;
  const jws = await new SignJWT({
    iss: baseUrl,
    sub: baseUrl,
    iat: seconds,
    exp: seconds + 3600,
    jti: 'one',
    token_endpoint,
    registration_endpoint,
    ...claims,
  })
    .setProtectedHeader({ alg: 'RS256', x5c: [signer.der] })
    .sign(await importPKCS8(signer.key, 'RS256'));
  const published = { ...plain, signed_metadata: spoil(jws) };
  desk.server.on('GET /.well-known/udap', json(200, published, { 'content-type': 'application/json' }));
  desk.server.on('POST /register', json(201, { client_id: 'harbor-7' }));
  const auth: UdapAuth = {
    method: 'udap',
    certificate: own.cert + community.ca,
    organizationId: 'https://harbor.example/organization',
    purposeOfUse: ['urn:oid:2.16.840.1.113883.5.8#HPAYMT'],
    ...more,
  };
  const connection = await desk.connect(auth, {
    secrets: ['udapKey'],
    line: { ca: community.ca },
  });
  unwrap(await desk.vault.put(connectionSecret(connection.id, 'udapKey'), own.key));
  const register = (options = {}) => registerByStatement(desk.means, connection, auth, options);
  return { desk, register };
}

const posted = ({ server }: Desk) => server.seen.filter(({ method }) => method === 'POST').length;
const hour = 3600;

describe('registering where the UDAP metadata', () => {
  test('hold goes on', async () => {
    const { desk, register } = await open({});
    expect(unwrap(await register()).clientId).toBe('harbor-7');
    expect(posted(desk)).toBe(1);
  });

  test.each<[string, Making, RegExp]>([
    ['are not signed', { spoil: () => undefined }, /signed_metadata is missing/],
    ['are signed by another key', { spoil: (jws) => `${jws.slice(0, -8)}AAAAAAAA` }, /signature is not by/],
    ['are no JWS', { spoil: () => 'nothing' }, /no signed JWT/],
    ['are of another server', { claims: { iss: 'https://else.example' } }, /no URI name of the certificate/],
    ['come with the certificate of another', { name: 'https://else.example' }, /no URI name of the certificate/],
    ['have expired', { claims: { iat: 0, exp: hour } }, /expired/],
    ['name another registration URL', { claims: { registration_endpoint: 'https://else.example/r' } }, /beside it/],
  ])('%s stops before anything is sent, unless a person insists', async (_, making, why) => {
    const { desk, register } = await open(making);
    const error = failure(await register());
    expect(error).toMatchObject({
      code: 'not-oauth',
      message: expect.stringMatching(why),
      next: expect.stringContaining('--send-anyway'),
      requirement: 'UDAP Security',
      exchangeId: expect.any(String),
      diagnosis: { code: 'udap-metadata-untrusted', where: '.well-known/udap, signed_metadata' },
    });
    expect(posted(desk)).toBe(0);
    expect(unwrap(await register({ sendAnyway: true })).clientId).toBe('harbor-7');
    expect(posted(desk)).toBe(1);
  });

  test('are signed in a community we do not trust stops', async () => {
    const { desk, register } = await open({ by: stranger });
    expect(failure(await register()).message).toMatch(/no authority of the connection issued/);
    expect(posted(desk)).toBe(0);
  });

  test('do not hold stops even where the registration URL is our own', async () => {
    const { desk, register } = await open({ by: stranger }, { registrationUrl: 'https://known.example/register' });
    expect(failure(await register()).diagnosis?.code).toBe('udap-metadata-untrusted');
    expect(posted(desk)).toBe(0);
  });

  test('held yesterday is no word of today: they are read anew', async () => {
    const { desk, register } = await open({});
    unwrap(await register());
    await desk.clock.advance(2 * hour * 1000);
    expect(failure(await register()).message).toMatch(/expired/);
    expect(posted(desk)).toBe(1);
  });

  test('are not there goes on by the registration URL a person gave', async () => {
    const { desk, register } = await open({});
    const { baseUrl } = desk.server;
    desk.server.on('GET /.well-known/udap', say(404, ''));
    expect(failure(await register()).diagnosis?.code).toBe('token-endpoint-unknown');
    const known = await open({}, { registrationUrl: `${baseUrl}/register` });
    known.desk.server.on('GET /.well-known/udap', say(404, ''));
    expect(unwrap(await known.register()).clientId).toBe('harbor-7');
  });
});
