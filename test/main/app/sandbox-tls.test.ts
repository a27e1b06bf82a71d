import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openConsole, type TestConsole, testPorts, throwAwayFolder } from '../../fakes/ports.ts';
import { ask } from '../sandbox/tls/secure-client.ts';
import { definitionsFile } from '../sandbox/support/definitions.ts';

const free = { providerPort: 0, payerPort: 0 };
const passphrase = 'twelve-fake-words-for-a-test';

/** Ports on one folder, so that several consoles share it. */
async function sharedPorts() {
  const dataFolder = path.join(throwAwayFolder(), 'data');
  const { assets } = testPorts({ dataFolder });
  return { dataFolder, assets: { ...assets, definitionsFile: await definitionsFile() } };
}

/** What both built-in connections come back with: the status of a query, or the code of the failure. */
async function reach({ console }: TestConsole): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const connection of ['sandbox-provider', 'sandbox-payer']) {
    const reply = await console.dispatch('queries.search', { partner: { connection }, query: 'Patient?_count=1' });
    answers.push(reply.ok ? 'reached' : reply.error.code);
  }
  return answers;
}

test('the built-in connections follow the locks of the sandbox, whichever process changes them', async () => {
  const changes = await sharedPorts();
  const holder = openConsole(changes);
  const other = openConsole(changes);
  await holder.run('vault.create', { backend: 'passphrase', passphrase: { value: passphrase } });
  await other.run('vault.unlock', { passphrase: { value: passphrase } });

  const started = await holder.run('sandbox.start', { ...free, tls: 'server' });
  expect(started.sandbox?.provider.fhirBaseUrl).toMatch(/^https:/);
  expect(started.locks).toMatchObject({ tls: 'server', ca: expect.stringContaining('BEGIN CERTIFICATE') });
  expect(await reach(holder)).toEqual(['reached', 'reached']);

  const mutual = await other.run('sandbox.locks', { tls: 'mutual' });
  expect(mutual.locks?.lacking).toBeUndefined();
  expect(await reach(holder)).toEqual(['reached', 'reached']);
  expect(await reach(other)).toEqual(['reached', 'reached']);
  const connection = await other.run('connections.get', { connection: 'sandbox-payer' });
  expect(connection.secrets).toEqual(['clientKey']);
  expect(JSON.stringify(connection)).not.toContain('PRIVATE KEY');

  await other.run('sandbox.faults', { faults: ['slow', 'tls-expired'] });
  expect(await reach(holder)).toEqual(['tls-failed', 'tls-failed']);
  const off = await holder.run('sandbox.locks', { tls: 'off' });
  expect(off).toMatchObject({ locks: { requireAuth: false, tls: 'off' }, faults: ['slow'] });
  await holder.run('sandbox.faults', { faults: [] });
  expect(off.sandbox?.payer.submitAttachmentUrl).toMatch(/^http:/);
  expect(await reach(other)).toEqual(['reached', 'reached']);
  const { line } = await other.run('connections.get', { connection: 'sandbox-payer' });
  expect(line.ca).toBeUndefined();
}, 120_000);

test('a client certificate is kept over restarts, and made anew after the sandbox lost its authority', async () => {
  const changes = await sharedPorts();
  const first = openConsole(changes);
  await first.run('vault.create', { backend: 'passphrase', passphrase: { value: passphrase } });
  const certificate = async () =>
    (await first.run('connections.get', { connection: 'sandbox-provider' })).line.clientCertificate;
  await first.run('sandbox.start', { ...free, tls: 'mutual' });
  const one = await certificate();
  await first.run('sandbox.stop', {});
  await first.run('sandbox.start', { ...free, tls: 'mutual' });
  expect(await certificate()).toBe(one);
  await first.run('sandbox.stop', {});
  await first.run('sandbox.reset', {});
  await first.run('sandbox.start', { ...free, tls: 'mutual' });
  expect(await certificate()).not.toBe(one);
  expect(await reach(first)).toEqual(['reached', 'reached']);
}, 120_000);

test('without a vault the sandbox runs, says what its connections lack, and gives it once there is one', async () => {
  const console = openConsole({ ...(await sharedPorts()), passphrase: async () => undefined });
  const { running, locks } = await console.run('sandbox.start', { ...free, tls: 'mutual' });
  expect(running).toBe(true);
  expect(locks?.lacking).toMatch(/no client certificate: .*vault/i);
  expect(console.ports.logged.join()).toContain(locks?.lacking);
  expect(await reach(console)).toEqual(['tls-failed', 'tls-failed']);
  await console.run('vault.create', { backend: 'memory' });
  expect((await console.run('sandbox.locks', {})).locks?.lacking).toBeUndefined();
  expect(await reach(console)).toEqual(['reached', 'reached']);
}, 120_000);

test('a connection of one’s own gets a certificate by command, for TLS or for UDAP', async () => {
  const console = openConsole(await sharedPorts());
  await console.run('vault.create', { backend: 'memory' });
  const { sandbox } = await console.run('sandbox.start', { ...free, tls: 'mutual' });
  const added = await console.run('connections.add', {
    name: 'Mesa',
    baseUrl: sandbox?.provider.fhirBaseUrl ?? '',
  });
  const run = { partner: { connection: 'Mesa' }, query: 'Patient?_count=1' };
  expect((await console.refused('queries.search', run)).code).toBe('tls-failed');
  const certified = await console.run('sandbox.certificate', { connection: 'Mesa' });
  expect(certified.secrets).toEqual(['clientKey']);
  const own = new X509Certificate(certified.line.clientCertificate ?? '');
  expect(own.subjectAltName).toBe(`URI:https://switchboard.example/connections/${added.id}`);
  await console.run('queries.search', run);

  const udap = await console.run('sandbox.certificate', { connection: 'Mesa', kind: 'udap' });
  expect(udap.auth).toMatchObject({ method: 'udap', certificate: expect.stringContaining('BEGIN CERTIFICATE') });
  expect(udap.secrets).toEqual(['clientKey', 'udapKey']);
  const again = await console.run('sandbox.certificate', { connection: 'Mesa', kind: 'udap' });
  expect(again.auth).not.toEqual(udap.auth);

  await console.run('connections.add', {
    name: 'Token',
    baseUrl: 'https://token.example/fhir',
    auth: { method: 'code', clientId: 'token' },
  });
  expect(await console.refused('sandbox.certificate', { connection: 'Token', kind: 'udap' })).toMatchObject({
    code: 'invalid-input',
  });
  expect(await console.refused('sandbox.certificate', { connection: 'nobody' })).toMatchObject({ code: 'not-found' });
}, 120_000);

test('certificates are written for their owner alone, and open the sandbox by hand', async () => {
  const console = openConsole(await sharedPorts());
  const folder = path.join(throwAwayFolder(), 'certificates');
  expect(await console.refused('sandbox.saveCertificates', { folder })).toMatchObject({ code: 'not-running' });
  const { sandbox } = await console.run('sandbox.start', { ...free, tls: 'mutual' });
  await console.run('sandbox.saveCertificates', { folder });
  const files = await console.run('sandbox.saveCertificates', { folder });
  const trail = await console.run('audit.list', {});
  expect(JSON.stringify(trail)).toContain('practice certificates');
  for (const file of Object.values(files)) expect(statSync(file).mode & 0o777).toBe(0o600);
  const read = (file: string) => readFileSync(file, 'utf8');
  const trust = { ca: read(files.ca), cert: read(files.certificate), key: read(files.key) };
  expect((await ask(`${sandbox?.payer.fhirBaseUrl}/metadata`, trust)).status).toBe(200);
  expect(read(files.udapCertificate)).toContain('BEGIN CERTIFICATE');
  expect(await console.refused('sandbox.saveCertificates', { folder: '/proc/nowhere' })).toMatchObject({
    code: 'file-unwritable',
  });
}, 120_000);

test('a start that asks for locks has them, although another start was under way', async () => {
  const console = openConsole(await sharedPorts());
  const [, second] = await Promise.all([
    console.run('sandbox.start', free),
    console.run('sandbox.start', { ...free, requireAuth: true, faults: ['slow'] }),
  ]);
  expect(second).toMatchObject({ locks: { requireAuth: true }, faults: ['slow'] });
  const { fhirBaseUrl = '' } = second.sandbox?.provider ?? {};
  expect((await fetch(`${fhirBaseUrl}/Patient`)).status).toBe(401);
});
