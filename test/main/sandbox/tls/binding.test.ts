import { afterEach, expect, it } from 'vitest';
import { systemClock } from '../../../../main/sandbox/clock.ts';
import type { Sandbox } from '../../../../main/sandbox/sandbox.ts';
import { startSandbox } from '../../../../main/sandbox/start-sandbox.ts';
import { practiceClients } from '../../../../shared/domain/sandbox-access.ts';
import { definitionsFile } from '../support/definitions.ts';
import { makeSeed } from '../support/sandbox.ts';
import { ask, clientOf, type Trust } from './secure-client.ts';

let sandbox: Sandbox;
afterEach(() => sandbox.close());

async function start(tls: 'server' | 'mutual'): Promise<void> {
  const options = { folder: ':memory:', definitionsFile: await definitionsFile(), tls, requireAuth: true };
  sandbox = await startSandbox(options, { clock: systemClock, makeSeed });
}

/** An access token of the provider for the practice client, asked for over this line. */
async function tokenOver(trust: Trust): Promise<string> {
  const { clientId, secret } = practiceClients.secret;
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: secret });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await ask(sandbox.provider.tokenUrl, trust, { method: 'POST', headers }, String(body));
  return JSON.parse(answer.text).access_token;
}

async function read(trust: Trust, token: string): Promise<[number | undefined, string]> {
  const headers = { authorization: `Bearer ${token}` };
  const { status, text } = await ask(`${sandbox.provider.fhirBaseUrl}/Patient/ann`, trust, { headers });
  return [status, text];
}

it('binds a token to the client certificate it was asked for with (RFC 8705)', async () => {
  await start('mutual');
  const [one, other] = [await clientOf(sandbox, 'One'), await clientOf(sandbox, 'Other')];
  const token = await tokenOver(one);
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  expect(claims.cnf['x5t#S256']).toMatch(/^[\w-]{43}$/);
  expect((await read(one, token))[0]).toBe(200);
  expect(await read(other, token)).toEqual([401, expect.stringContaining('another client certificate')]);
  expect((await read(one, 'none'))[0]).toBe(401);
});

it('binds none where no certificate was shown', async () => {
  await start('server');
  const trust = { ca: sandbox.locks.ca ?? '' };
  const token = await tokenOver(trust);
  expect(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).cnf).toBeUndefined();
  expect((await read(trust, token))[0]).toBe(200);
});
