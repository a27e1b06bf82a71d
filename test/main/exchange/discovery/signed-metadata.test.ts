import { importPKCS8, SignJWT } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkSignedMetadata } from '../../../../main/exchange/discovery/signed-metadata.ts';
import { type Authority, type Identity, makeAuthority, rsa, uris } from '../../../fakes/partner/authority.ts';
import { udap } from './documents.ts';

const baseUrl = 'https://fhir.example/r4';
const now = Date.UTC(2026, 9, 1, 12);
const seconds = now / 1000;

describe('signed UDAP metadata', () => {
  let issuer: Authority;
  let signer: Identity;
  beforeAll(async () => {
    issuer = await makeAuthority('Test trust community', rsa);
    signer = await issuer.issue({ names: uris(baseUrl, 'https://other.example/with,comma') });
  });

  const plain = udap('https://auth.example');
  const claims = (changes: object = {}) => ({
    iss: baseUrl,
    sub: baseUrl,
    iat: seconds,
    exp: seconds + 3600,
    jti: 'one',
    token_endpoint: plain.token_endpoint,
    registration_endpoint: plain.registration_endpoint,
    ...changes,
  });
  async function sign(given: object, by = signer, x5c: string[] = [by.der]): Promise<string> {
    const key = await importPKCS8(by.key, 'RS256');
    return new SignJWT({ ...given }).setProtectedHeader({ alg: 'RS256', x5c }).sign(key);
  }
  const check = (jws: unknown, ca?: string) =>
    checkSignedMetadata({ ...plain, signed_metadata: jws }, { baseUrl, now, ...(ca ? { ca } : {}) });

  test('holds, with a chain that nobody checked', async () => {
    expect(await check(await sign(claims()))).toEqual({
      state: 'valid',
      says: expect.stringContaining('its chain is not checked'),
    });
  });

  test('holds up to an authority of the connection', async () => {
    expect(await check(await sign(claims()), issuer.ca)).toEqual({
      state: 'valid',
      says: expect.stringContaining('which an authority of the connection issued'),
    });
  });

  test.each<[string, object, RegExp]>([
    ['an issuer that is no name of the certificate', { iss: 'https://else.example' }, /no URI name of the certificate/],
    ['a named issuer that is not the base', { iss: 'https://other.example/with,comma' }, /is not the base URL/],
    ['another subject', { sub: 'https://else.example' }, /subject/],
    ['no times', { iat: undefined }, /lacks its times/],
    ['a past end', { iat: seconds - 7200, exp: seconds - 3600 }, /expired on 2026-10-01T11:00:00/],
    ['a start to come', { iat: seconds + 3600, exp: seconds + 7200 }, /still to come/],
    ['more than a year', { exp: seconds + 2 * 366 * 86_400 }, /longer than a year/],
    ['times no date can hold', { iat: 0, exp: -1e300 }, /expired/],
    ['another token endpoint', { token_endpoint: 'https://else.example' }, /it says token_endpoint/],
    ['no registration endpoint', { registration_endpoint: undefined }, /lacks registration_endpoint/],
  ])('does not hold with %s', async (_, changes, says) => {
    const found = await check(await sign(claims(changes)));
    expect(found).toEqual({ state: 'invalid', says: expect.stringMatching(says) });
  });

  test('does not hold when somebody else signed it', async () => {
    const other = await issuer.issue({ names: uris(baseUrl) });
    expect((await check(await sign(claims(), other, [signer.der]))).says).toMatch(/not by the certificate/);
  });

  test('does not hold under another authority, nor by a certificate of the past', async () => {
    const stranger = await makeAuthority('Another community', rsa);
    expect((await check(await sign(claims()), stranger.ca)).says).toMatch(/no authority of the connection/);
    const past = await issuer.issue({ names: uris(baseUrl), to: '2021-01-01' });
    expect((await check(await sign(claims(), past), issuer.ca)).says).toMatch(/expired on/);
  });

  test('an authority that only looks like the issuer does not do', async () => {
    const namesake = await makeAuthority('Test trust community', rsa);
    expect((await check(await sign(claims()), namesake.ca)).state).toBe('invalid');
  });

  test.each<[string, unknown, RegExp]>([
    ['text', 'not a jws', /no signed JWT/],
    ['no signature', 'eyJhbGciOiJub25lIn0.e30.', /signed by none/],
    ['no certificate', 'eyJhbGciOiJSUzI1NiJ9.e30.AAAA', /no certificate/],
  ])('%s is told apart', async (_, jws, says) => {
    expect(await check(jws)).toEqual({ state: 'invalid', says: expect.stringMatching(says) });
  });

  test('may be missing', async () => {
    expect((await check(undefined)).state).toBe('absent');
  });
});
