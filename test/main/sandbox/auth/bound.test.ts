import { expect, it } from 'vitest';
import { ask, clientOf, type Trust } from '../tls/secure-client.ts';
import { bearer, practice, startLocked } from './auth-client.ts';

const form = { 'content-type': 'application/x-www-form-urlencoded', ...practice };

it('binds a token to the client certificate it was asked for with (RFC 8705)', async () => {
  const { sandbox, clock } = await startLocked({ tls: 'mutual' });
  clock.advance(Date.now() - clock.now()); // certificates hold by the real time
  const [mine, theirs] = await Promise.all([clientOf(sandbox, 'Mesa'), clientOf(sandbox, 'Ridge')]);
  const body = 'grant_type=client_credentials&scope=system%2F*.rs';
  const { status, text } = await ask(sandbox.provider.tokenUrl, mine, { method: 'POST', headers: form }, body);
  expect(status).toBe(200);
  const { access_token: token } = JSON.parse(text) as { access_token: string };
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as {
    cnf?: object;
    aud: string;
  };
  expect(claims.cnf).toEqual({ 'x5t#S256': expect.stringMatching(/^[\w-]{43}$/) });
  expect(claims.aud).toMatch(/^https:/);
  const read = (trust: Trust) => ask(`${sandbox.provider.fhirBaseUrl}/Patient/ann`, trust, { headers: bearer(token) });
  expect((await read(mine)).status).toBe(200);
  const stolen = await read(theirs);
  expect([stolen.status, stolen.text]).toEqual([401, expect.stringMatching(/bound to another client certificate/)]);
  const introspected = await ask(
    sandbox.provider.tokenUrl.replace('token', 'introspect'),
    mine,
    { method: 'POST', headers: form },
    `token=${token}`,
  );
  expect(JSON.parse(introspected.text)).toMatchObject({ active: true, cnf: claims.cnf });
});
