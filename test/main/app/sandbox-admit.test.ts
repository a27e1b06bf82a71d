import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { practiceClients } from '../../../shared/domain/sandbox-access.ts';
import { openConsole, type TestConsole, testPorts, throwAwayFolder } from '../../fakes/ports.ts';
import { definitionsFile } from '../sandbox/support/definitions.ts';

const free = { providerPort: 0, payerPort: 0 };
const passphrase = 'twelve-fake-words-for-a-test';
const secret = 'obviously-fake-client-secret-4f0b';

/** Ports on one folder, so that several consoles share it. */
async function sharedPorts() {
  const dataFolder = path.join(throwAwayFolder(), 'data');
  const { assets } = testPorts({ dataFolder });
  return { dataFolder, assets: { ...assets, definitionsFile: await definitionsFile() } };
}

/** A console that runs a locked sandbox, and another one on the same folder. */
async function begin() {
  const ports = await sharedPorts();
  const [holder, other] = [openConsole(ports), openConsole(ports)];
  await holder.run('vault.create', { backend: 'passphrase', passphrase: { value: passphrase } });
  await other.run('vault.unlock', { passphrase: { value: passphrase } });
  const role = await holder.run('sandbox.start', { ...free, requireAuth: true });
  return { ...ports, holder, other, role, baseUrl: role.sandbox?.provider.fhirBaseUrl ?? '' };
}

const search = (console: TestConsole, connection: string) =>
  console.console.dispatch('queries.search', { partner: { connection }, query: 'Patient?_count=1' });

/** The files of a folder and its folders. */
function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile());
}

test('says where tokens are, and locks and unlocks from any process', async () => {
  const { holder, other, role, baseUrl } = await begin();
  expect(role.locks).toMatchObject({ requireAuth: true, tls: 'off' });
  expect(role.sandbox?.provider.tokenUrl).toBe(baseUrl.replace('/fhir', '/auth/token'));
  expect(role.sandbox?.payer.tokenUrl).toMatch(/\/auth\/token$/);
  expect(await search(other, 'sandbox-provider')).toMatchObject({ ok: false, error: { httpStatus: 401 } });
  const open = await other.run('sandbox.locks', { requireAuth: false });
  expect(open.locks?.requireAuth).toBe(false);
  expect(await search(holder, 'sandbox-provider')).toMatchObject({ ok: true });
  expect((await holder.run('sandbox.status', {})).locks?.requireAuth).toBe(false);
  expect((await holder.run('sandbox.start', { requireAuth: true })).locks?.requireAuth).toBe(true);
  expect((await fetch(`${baseUrl}/Patient`)).status).toBe(401);
}, 120_000);

test('put back to its seed, which the trail tells, whether or not it runs', async () => {
  const { holder, other } = await begin();
  const told = async () => {
    const entries = await holder.run('audit.list', { action: 'configuration', limit: 50 });
    return entries.filter(({ request }) => request === 'put the sandbox back to its seed').length;
  };
  await other.run('sandbox.reset', {});
  expect(await told()).toBe(1);
  await holder.run('sandbox.stop', {});
  await other.run('sandbox.reset', {});
  expect(await told()).toBe(2);
});

test('admits a connection by its secret, which stays in the vault', async () => {
  const { holder, other, baseUrl, dataFolder } = await begin();
  const auth = { method: 'client-secret', clientId: 'mesa', send: 'basic', scope: 'system/*.rs' } as const;
  await other.run('connections.add', { name: 'Mesa', baseUrl, auth, secrets: { clientSecret: { value: secret } } });
  expect((await search(other, 'Mesa')).ok).toBe(false);
  expect(await other.run('sandbox.admit', { connection: 'Mesa' })).toEqual({ clientId: 'mesa' });
  expect(await search(other, 'Mesa')).toMatchObject({ ok: true });
  const clients = await holder.run('sandbox.clients', {});
  expect(clients).toContainEqual({
    clientId: 'mesa',
    proof: 'secret',
    origin: 'connection',
    kids: [],
    scope: expect.stringContaining('system/*.cruds'),
    redirectUris: ['http://127.0.0.1', 'http://[::1]', 'http://localhost'],
  });
  expect(JSON.stringify(clients)).not.toContain(secret);
  const trail = await other.run('audit.list', {});
  expect(JSON.stringify(trail)).toContain('make the client mesa of Mesa known to the sandbox');
  for (const file of filesOf(dataFolder)) expect(readFileSync(file).includes(secret), file).toBe(false);
}, 120_000);

test('admits a connection by the public halves of its key', async () => {
  const { holder, other, baseUrl } = await begin();
  const key = await other.run('keys.generate', { name: 'Signing', alg: 'ES384' });
  const auth = { method: 'backend', clientId: 'backend-app', key: 'Signing', scope: 'system/*.rs' } as const;
  await other.run('connections.add', { name: 'Mesa', baseUrl, auth });
  await other.run('sandbox.admit', { connection: 'Mesa' });
  expect(await search(other, 'Mesa')).toMatchObject({ ok: true });
  const clients = await holder.run('sandbox.clients', {});
  expect(clients.find(({ clientId }) => clientId === 'backend-app')).toMatchObject({ proof: 'jwks', kids: [key.kid] });
  await holder.run('sandbox.reset', {});
  expect((await other.run('sandbox.clients', {})).map(({ clientId }) => clientId)).toEqual([
    practiceClients.secret.clientId,
    practiceClients.public.clientId,
  ]);
}, 120_000);

test('refuses to admit what has no client, no secret at hand, or no sandbox, and says what to do', async () => {
  const { holder, baseUrl } = await begin();
  const refusal = async (connection: string) => {
    const { code, message } = await holder.refused('sandbox.admit', { connection });
    return `${code}: ${message}`;
  };
  await holder.run('connections.add', { name: 'Open', baseUrl });
  expect(await refusal('Open')).toMatch(/^invalid-input: Open is let in by nothing/);
  const auth = { method: 'client-secret', clientId: 'x', send: 'post' } as const;
  await holder.run('connections.add', { name: 'Locked', baseUrl, auth, secrets: { clientSecret: { value: secret } } });
  await holder.run('vault.lock', {});
  expect(await refusal('Locked')).toMatch(/^vault-locked/);
  expect(await refusal('Unheard')).toMatch(/^not-found/);
  await holder.run('sandbox.stop', {});
  expect((await holder.refused('sandbox.clients', {})).code).toBe('not-running');
  const jwks = { value: '{"keys":[{"kty":"oct","k":"x","kid":"x"}]}' };
  const wrong = await holder.refused('sandbox.start', { ...free, clientJwks: jwks });
  expect([wrong.code, wrong.message]).toEqual(['invalid-input', expect.stringMatching(/private half/)]);
  expect((await holder.refused('sandbox.start', { ...free, clientJwks: { file: '/no/such/file' } })).code).toBe(
    'file-unreadable',
  );
}, 120_000);
