import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askCli, type Cli, newDataFolder, startCli } from './cli-process.ts';

interface Addresses {
  provider: { fhirBaseUrl: string; tokenUrl: string };
  payer: { fhirBaseUrl: string; submitAttachmentUrl: string; tokenUrl: string };
}

const dataFolder = newDataFolder();
let sandbox: Cli;
let addresses: Addresses;
let privateKey: CryptoKey;

beforeAll(async () => {
  const pair = await generateKeyPair('RS384');
  privateKey = pair.privateKey;
  const file = path.join(dataFolder, 'clients.json');
  const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'mine', alg: 'RS384', use: 'sig' };
  writeFileSync(file, JSON.stringify({ keys: [jwk] }));
  const ports = ['--provider-port', '0', '--payer-port', '0'];
  sandbox = startCli(['sandbox', ...ports, '--require-auth', '--client-jwks', file, '--json'], { dataFolder });
  [addresses] = (await sandbox.lines(1)) as [Addresses];
}, 60_000);
afterAll(async () => {
  sandbox.child.kill('SIGTERM');
  await sandbox.done;
});

/** Asks as any SMART backend service would (SMART App Launch 2.2), by nothing of ours. */
async function askToken(tokenUrl: string, audience = tokenUrl): Promise<Response> {
  const seconds = Math.floor(Date.now() / 1000);
  const assertion = await new SignJWT({
    iss: 'some-app',
    sub: 'some-app',
    aud: audience,
    exp: seconds + 240,
    jti: randomUUID(),
  })
    .setProtectedHeader({ alg: 'RS384', kid: 'mine', typ: 'JWT' })
    .sign(privateKey);
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    scope: 'system/*.rs system/Task.crus',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
  });
  return fetch(tokenUrl, { method: 'POST', body });
}

describe('switchboard sandbox --require-auth --client-jwks', () => {
  it('prints both token URLs, which discovery names too', async () => {
    for (const { fhirBaseUrl, tokenUrl } of [addresses.provider, addresses.payer]) {
      const discovery = await fetch(`${fhirBaseUrl}/.well-known/smart-configuration`);
      expect(await discovery.json()).toMatchObject({ token_endpoint: tokenUrl });
    }
    expect(addresses.provider.tokenUrl).not.toBe(addresses.payer.tokenUrl);
  });

  it('gives a token for a signed assertion, and data for the token alone', async () => {
    const { fhirBaseUrl, tokenUrl } = addresses.provider;
    const search = `${fhirBaseUrl}/Patient?_count=1`;
    expect((await fetch(search)).status).toBe(401);
    const answer = await askToken(tokenUrl);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
    const token = (await answer.json()) as { access_token: string; token_type: string; expires_in: number };
    expect([token.token_type, token.expires_in]).toEqual(['Bearer', 300]);
    const headers = { authorization: `Bearer ${token.access_token}` };
    const found = await fetch(search, { headers });
    expect([found.status, await found.json()]).toMatchObject([200, { resourceType: 'Bundle', type: 'searchset' }]);
    expect((await fetch(`${addresses.payer.fhirBaseUrl}/Patient`, { headers })).status).toBe(401);
    const wrong = await askToken(tokenUrl, fhirBaseUrl);
    expect([wrong.status, await wrong.json()]).toMatchObject([401, { error: 'invalid_client' }]);
  });

  it('can be locked, faulted and asked for its clients by another process', async () => {
    const call = async (name: string, input: object) =>
      (await askCli(['call', name, '--input', '-'], { dataFolder, input: JSON.stringify(input) })).value;
    await askToken(addresses.provider.tokenUrl);
    expect(await call('sandbox.clients', {})).toContainEqual(
      expect.objectContaining({ clientId: 'some-app', origin: 'client-jwks' }),
    );
    await call('sandbox.faults', { faults: ['reused-jti'] });
    expect(await (await askToken(addresses.provider.tokenUrl)).json()).toMatchObject({ error: 'invalid_client' });
    await call('sandbox.faults', { faults: [] });
    expect(await call('sandbox.locks', { requireAuth: false })).toMatchObject({ locks: { requireAuth: false } });
    expect((await fetch(`${addresses.provider.fhirBaseUrl}/Patient?_count=1`)).status).toBe(200);
  });

  it('refuses a file that is no JWKS with 2', async () => {
    const other = newDataFolder();
    const file = path.join(other, 'no.json');
    writeFileSync(file, 'no');
    const { code, value } = await askCli(
      ['sandbox', '--client-jwks', file, '--provider-port', '0', '--payer-port', '0'],
      { dataFolder: other },
    );
    expect([code, value.error.code]).toEqual([2, 'invalid-input']);
    const missing = await askCli(['sandbox', '--client-jwks', path.join(other, 'none')], { dataFolder: other });
    expect([missing.code, missing.value.error.code]).toEqual([2, 'file-unreadable']);
  });
});
