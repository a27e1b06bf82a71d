import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { json, startPartner } from '../../fakes/partner/partner.ts';
import { openConsole, throwAwayFolder } from '../../fakes/ports.ts';

test('connections are added, found by name, changed and removed; a second console of the folder sees them', async () => {
  const { run, ports } = openConsole();
  const added = await run('connections.add', { name: ' Lakeside ', baseUrl: 'https://source.example/fhir/' });
  expect(added).toMatchObject({
    name: 'Lakeside',
    baseUrl: 'https://source.example/fhir',
    role: 'payer',
    cdexVersion: '2.1',
    timeoutMs: 30_000,
    origin: 'user',
    auth: { method: 'none' },
  });
  const other = openConsole({ dataFolder: ports.dataFolder });
  expect(await other.run('connections.get', { connection: 'lakeside' })).toEqual(added);
  const changed = await other.run('connections.update', {
    connection: 'Lakeside',
    patch: { name: 'LAKESIDE', timeoutMs: 5_000 },
  });
  expect(changed).toEqual({ ...added, name: 'LAKESIDE', timeoutMs: 5_000 });
  expect(await run('connections.list', {})).toEqual([changed]);
  expect(await run('connections.remove', { connection: added.id })).toEqual({ removed: added.id });
  expect(await other.run('connections.list', {})).toEqual([]);
});

test('what cannot be a connection is refused with a reason', async () => {
  const { run, refused } = openConsole();
  await run('connections.add', { name: 'One', baseUrl: 'https://one.example' });
  expect((await refused('connections.add', { name: 'ONE', baseUrl: 'https://two.example' })).code).toBe('name-taken');
  for (const baseUrl of ['nonsense', 'ftp://x.example', 'https://x.example/?a=1', 'https://x.example/#a'])
    expect(await refused('connections.add', { name: 'Two', baseUrl })).toMatchObject({ code: 'invalid-input' });
  await run('connections.add', { name: 'Two', baseUrl: 'https://two.example' });
  expect((await refused('connections.update', { connection: 'Two', patch: { name: 'one' } })).code).toBe('name-taken');
  const error = await refused('connections.get', { connection: 'Three' });
  expect(error).toMatchObject({ code: 'not-found', next: 'Use one of: One, Two.' });
});

test('the statement of a whole hospital system, larger than what is held, is read all the same', async () => {
  const { run } = openConsole();
  const server = await startPartner();
  const rest = [{ mode: 'server', documentation: 'd'.repeat(2 * 1024 * 1024), resource: [{ type: 'Patient' }] }];
  server.on('GET /metadata', json(200, { resourceType: 'CapabilityStatement', fhirVersion: '4.0.1', rest }));
  const { fhirVersion, types } = await run('connections.abilities', { partner: { baseUrl: server.baseUrl } });
  expect([fhirVersion, types.map(({ type }) => type)]).toEqual(['4.0.1', ['Patient']]);
});

test('a partner’s abilities are read once, and again when asked', async () => {
  const { run, refused } = openConsole();
  const server = await startPartner();
  const partner = { baseUrl: server.baseUrl };
  server.on(
    'GET /metadata',
    json(200, { resourceType: 'Patient' }),
    json(200, { resourceType: 'CapabilityStatement', fhirVersion: '4.0.1' }),
  );
  expect((await refused('connections.abilities', { partner })).code).toBe('not-fhir');
  const first = await run('connections.abilities', { partner });
  expect(await run('connections.abilities', { partner })).toEqual(first);
  expect(server.seen).toHaveLength(2);
  await run('connections.abilities', { partner, refresh: true });
  expect(server.seen).toHaveLength(3);
});

test.each([
  [{ tokenEnv: 'MISSING' }, 'secret-missing', 'MISSING'],
  [{ headerEnv: ['NO_COLON'] }, 'secret-missing', 'NO_COLON'],
  [{ certFile: '/x' }, 'invalid-input', 'client certificate'],
  [{ caFile: '/no/such/file.pem' }, 'file-unreadable', '/no/such/file.pem'],
])('a secret that cannot be read is named: %j', async (fields, code, says) => {
  const { refused } = openConsole({ environment: (name) => (name === 'NO_COLON' ? 'value' : undefined) });
  const error = await refused('queries.search', {
    partner: { baseUrl: 'http://127.0.0.1:1', ...fields },
    query: 'Patient',
  });
  expect(error.code).toBe(code);
  expect(error.message).toContain(says);
});

test('credentials in a base URL are refused, and not repeated', async () => {
  const { refused } = openConsole();
  const error = await refused('queries.search', {
    partner: { baseUrl: 'http://me:hush-hush@127.0.0.1:1/fhir' },
    query: 'Patient',
  });
  expect(error.code).toBe('invalid-input');
  expect(JSON.stringify(error)).not.toContain('hush');
});

test('files that are no certificates are said before anything is sent', async () => {
  const [{ refused }, folder, server] = [openConsole(), throwAwayFolder(), await startPartner()];
  const [words, broken] = [path.join(folder, 'words.txt'), path.join(folder, 'broken.pem')];
  writeFileSync(words, 'no certificate at all');
  writeFileSync(broken, '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
  const ask = (files: object) =>
    refused('queries.search', { partner: { baseUrl: server.baseUrl, ...files }, query: 'Patient' });
  const noPem = await ask({ caFile: words });
  expect([noPem.code, noPem.message]).toEqual(['file-unreadable', `${words} is not PEM.`]);
  expect((await ask({ certFile: broken, keyFile: broken })).code).toBe('invalid-input');
  expect(server.seen).toEqual([]);
});

test('a host without the capability reads no environment and no file for a page that asks', async () => {
  const { refused } = openConsole({ capabilities: ['stay'], environment: () => 'secret' });
  for (const fields of [
    { tokenEnv: 'HOME' },
    { headerEnv: ['X'] },
    { caFile: '/etc/passwd' },
    { keyFile: '/x', certFile: '/y' },
  ])
    expect(
      await refused('queries.read', { partner: { baseUrl: 'http://127.0.0.1:1', ...fields }, reference: 'Patient/1' }),
    ).toMatchObject({ code: 'capability-missing' });
});

test('an exchange is deleted with its files', async () => {
  const { run, refused } = openConsole();
  const server = await startPartner();
  server.on('GET /Basic/x', json(200, { resourceType: 'Basic', id: 'x', text: 'y'.repeat(100_000) }));
  const { exchangeId } = await run('queries.read', { partner: { baseUrl: server.baseUrl }, reference: 'Basic/x' });
  const { response } = await run('exchanges.get', { id: exchangeId });
  expect(response.bodyFile).toBeDefined();
  expect(await run('exchanges.delete', { id: exchangeId })).toEqual({ deleted: exchangeId });
  expect((await refused('exchanges.get', { id: exchangeId })).code).toBe('not-found');
  expect((await refused('exchanges.delete', { id: exchangeId })).code).toBe('not-found');
  expect(existsSync(response.bodyFile ?? '')).toBe(false);
});
