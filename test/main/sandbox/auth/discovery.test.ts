import { validateResource } from '@medplum/core';
import type { CapabilityStatement } from '@medplum/fhirtypes';
import { beforeEach, expect, it } from 'vitest';
import { startLocked } from './auth-client.ts';

let started: Awaited<ReturnType<typeof startLocked>>;
beforeEach(async () => {
  started = await startLocked();
});

const read = async (url: string) => {
  const answer = await fetch(url);
  const isJson = answer.headers.get('content-type') === 'application/json';
  return { status: answer.status, json: isJson ? ((await answer.json()) as Record<string, unknown>) : undefined };
};

it('publishes a complete smart-configuration on both servers, locked or not', async () => {
  const { sandbox } = started;
  for (const requireAuth of [true, false]) {
    await sandbox.setLocks({ requireAuth });
    for (const { fhirBaseUrl, tokenUrl } of [sandbox.provider, sandbox.payer]) {
      const { status, json = {} } = await read(`${fhirBaseUrl}/.well-known/smart-configuration`);
      expect(status).toBe(200);
      const auth = tokenUrl.replace('/token', '');
      expect(json).toMatchObject({
        token_endpoint: tokenUrl,
        authorization_endpoint: `${auth}/authorize`,
        introspection_endpoint: `${auth}/introspect`,
        revocation_endpoint: `${auth}/revoke`,
        jwks_uri: `${auth}/jwks`,
        grant_types_supported: ['authorization_code', 'client_credentials'],
        code_challenge_methods_supported: ['S256'],
        response_types_supported: ['code'],
        token_endpoint_auth_signing_alg_values_supported: ['RS384', 'ES384', 'RS256', 'ES256'],
        token_endpoint_auth_methods_supported: ['private_key_jwt', 'client_secret_basic', 'client_secret_post'],
        capabilities: expect.arrayContaining([
          'client-confidential-asymmetric',
          'permission-v2',
          'permission-v1',
          'launch-standalone',
        ]),
      });
      expect(json).not.toHaveProperty('issuer'); // for servers with OpenID Connect alone
      for (const name of ['jwks_uri', 'authorization_endpoint'] as const)
        expect((await fetch(String(json[name]))).status).toBeLessThan(500);
      const metadata = await read(`${new URL(fhirBaseUrl).origin}/.well-known/oauth-authorization-server/auth`);
      expect(metadata.json).toMatchObject({ issuer: auth, token_endpoint: tokenUrl });
    }
  }
});

it('takes every algorithm, method and grant it names, and no other method at its paths', async () => {
  const { fhirBaseUrl } = started.sandbox.provider;
  const url = `${fhirBaseUrl}/.well-known/smart-configuration`;
  const post = await fetch(url, { method: 'POST' });
  expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET']);
  const head = await fetch(url, { method: 'HEAD' });
  expect([head.status, await head.text()]).toEqual([200, '']);
});

it('says in the CapabilityStatement where tokens are, in valid FHIR', async () => {
  for (const [client, { tokenUrl }] of [
    [started.provider, started.sandbox.provider],
    [started.payer, started.sandbox.payer],
  ] as const) {
    const { json } = await client.get<CapabilityStatement>('/metadata');
    expect(validateResource(json).filter(({ severity }) => severity === 'error')).toEqual([]);
    const security = json.rest?.[0]?.security;
    expect(security?.service?.map(({ coding }) => coding?.[0]?.code)).toEqual(['SMART-on-FHIR', 'UDAP']);
    expect(security?.description).toMatch(/Every request but metadata and \.well-known needs an access token/);
    const uris = Object.fromEntries(
      (security?.extension?.[0]?.extension ?? []).map(({ url, valueUri }) => [url, valueUri]),
    );
    const auth = tokenUrl.replace('/token', '');
    expect(uris).toEqual({
      token: tokenUrl,
      authorize: `${auth}/authorize`,
      register: `${auth}/register`,
      introspect: `${auth}/introspect`,
      revoke: `${auth}/revoke`,
    });
  }
});

it('has a davinci-configuration on the payer that leads to $submit-attachment', async () => {
  const { provider, payer } = started.sandbox;
  const { json } = await read(`${payer.fhirBaseUrl}/.well-known/davinci-configuration`);
  expect(json).toEqual({
    identifier: { system: expect.any(String), value: 'HARBOR-01' },
    endpoints: {
      'davinci_cdex_attachsubmit_endpoint#2.0': payer.fhirBaseUrl,
      'davinci_cdex_attachsubmit_endpoint#2.1': payer.fhirBaseUrl,
    },
  });
  expect((await read(`${provider.fhirBaseUrl}/.well-known/davinci-configuration`)).status).toBe(404);
});

it('can be missing, lead astray, or offer ES384 alone', async () => {
  const { sandbox } = started;
  const url = `${sandbox.payer.fhirBaseUrl}/.well-known/smart-configuration`;
  await sandbox.setFaults(['discovery-missing']);
  expect((await read(url)).status).toBe(404);
  expect(
    (await started.payer.get<CapabilityStatement>('/metadata')).json.rest?.[0]?.security?.extension,
  ).toBeUndefined();
  await sandbox.setFaults(['discovery-wrong-token-url']);
  const wrong = String((await read(url)).json?.token_endpoint);
  expect(wrong).not.toBe(sandbox.payer.tokenUrl);
  expect((await fetch(wrong, { method: 'POST' })).status).toBe(404);
  await sandbox.setFaults(['alg-not-offered']);
  expect((await read(url)).json?.token_endpoint_auth_signing_alg_values_supported).toEqual(['ES384']);
  await sandbox.setFaults([]);
  expect((await read(url)).json?.token_endpoint).toBe(sandbox.payer.tokenUrl);
});
