import { expect } from '@playwright/test';
import { post } from '../../hosts/contract/web.ts';
import type { Stage } from './stage.ts';

/** Sends secrets in calls that are wrong, each in another way. */
export async function plantByCalls(stage: Stage): Promise<void> {
  const { canaries, partner, host, told, call, pem } = stage;
  const bad = (name: string, input: unknown) => call(name, input).then(({ ok }) => expect(ok, name).toBe(false));
  const wrong = { name: 'Wrong', baseUrl: partner.base };
  const plant = (name: string) => canaries.plant(`${name} by call`);
  await bad('connections.add', { ...wrong, auth: { method: plant('method') } });
  await bad('connections.add', { ...wrong, secrets: { [plant('name of a secret')]: { value: 'x' } } });
  await bad('connections.add', { ...wrong, secrets: { bearer: plant('bearer not wrapped') } });
  await bad('connections.add', { ...wrong, secrets: { bearer: { env: plant('variable') } } });
  await bad('connections.add', { ...wrong, secrets: { clientKey: { file: pem('key as a file name by call') } } });
  await bad('connections.add', { ...wrong, role: plant('role') });
  await bad('connections.add', { ...wrong, timeoutMs: plant('timeout') });
  await bad('connections.add', { ...wrong, baseUrl: `https://a:${plant('base URL')}@fhir.example` });
  await bad('connections.add', {
    ...wrong,
    baseUrl: `https://fhir.example/?access_token=${plant('query of a base URL')}`,
  });
  await bad('connections.add', { ...wrong, files: { ca: { value: pem('key as authorities by call') } } });
  const auth = { method: 'client-secret', clientId: 'us' };
  const secrets = { clientSecret: { value: plant('client secret') } };
  await bad('connections.add', {
    ...wrong,
    secrets,
    auth: { ...auth, tokenUrl: `https://a:${plant('token URL')}@auth.example/token` },
  });
  await bad('connections.add', { ...wrong, secrets, auth: { ...auth, scope: `system/*.rs "${plant('scope')}"` } });
  await bad('vault.unlock', { passphrase: plant('passphrase not wrapped') });
  await bad('vault.create', { backend: plant('backend') });
  await bad('vault.unwrap', { backend: plant('wrap') });
  await bad('keys.import', { name: 'Wrong', source: { value: plant('key') } });
  await bad('keys.import', {
    name: 'Wrong',
    source: { value: JSON.stringify({ kty: 'oct', k: plant('symmetric key') }) },
  });
  await bad('keys.import', {
    name: 'Wrong',
    alg: plant('algorithm'),
    source: { value: pem('key with a wrong algorithm') },
  });
  await bad('sandbox.locks', {
    clientJwks: { value: JSON.stringify({ keys: [{ kty: 'oct', kid: 'a', k: plant('sandbox key') }] }) },
  });
  await bad('queries.search', {
    partner: { baseUrl: partner.base, tokenEnv: plant('variable of a query') },
    query: 'Patient',
  });
  await bad('queries.search', {
    partner: { baseUrl: `https://a:${plant('base URL of a query')}@fhir.example` },
    query: 'Patient',
  });
  for (const text of ['{"bearer": ', '{"value":', 'x', '['])
    told.push(JSON.stringify(await post(host.url, 'connections.add', `${text} "${plant(`broken JSON ${text}`)}" ;`)));
  told.push(JSON.stringify(await post(host.url, 'connections.add', canaries.plant('bare text by call', '#'))));
}
