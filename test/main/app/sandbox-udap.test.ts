import path from 'node:path';
import { expect, test } from 'vitest';
import { openConsole, testPorts, throwAwayFolder } from '../../fakes/ports.ts';
import { definitionsFile } from '../sandbox/support/definitions.ts';

const query = { partner: { connection: 'Mesa' }, query: 'Patient?_count=1' };

/** A console whose sandbox wants tokens, and a connection Mesa to its provider with a UDAP certificate of the sandbox. */
async function open(tls: 'off' | 'server' | 'mutual') {
  const dataFolder = path.join(throwAwayFolder(), 'data');
  const { assets } = testPorts({ dataFolder });
  const console = openConsole({ dataFolder, assets: { ...assets, definitionsFile: await definitionsFile() } });
  await console.run('vault.create', { backend: 'memory' });
  const role = await console.run('sandbox.start', { providerPort: 0, payerPort: 0, requireAuth: true, tls });
  await console.run('connections.add', { name: 'Mesa', baseUrl: role.sandbox?.provider.fhirBaseUrl ?? '' });
  if (tls !== 'off') await console.run('sandbox.certificate', { connection: 'Mesa' });
  await console.run('sandbox.certificate', { connection: 'Mesa', kind: 'udap' });
  return console;
}

test('a connection discovers UDAP, registers and is let in, by a certificate the command gave it', async () => {
  const console = await open('off');
  const { udap } = await console.run('connections.discover', { connection: 'Mesa' });
  expect(udap).toMatchObject({ state: 'found', value: { signedMetadata: { state: 'valid' } }, problems: [] });
  const { clientId } = await console.run('tokens.register', { connection: 'Mesa' });
  expect(await console.run('sandbox.clients', {})).toContainEqual(
    expect.objectContaining({ clientId, proof: 'udap', origin: 'registration' }),
  );
  await console.run('queries.search', query);
  expect((await console.run('tokens.register', { connection: 'Mesa' })).clientId).toBe(clientId);
}, 120_000);

test('a token that is bound to a client certificate is got anew with a new certificate', async () => {
  const console = await open('mutual');
  const { udap } = await console.run('connections.discover', { connection: 'Mesa' });
  expect(udap).toMatchObject({ state: 'found', value: { signedMetadata: { state: 'valid' } } });
  await console.run('tokens.register', { connection: 'Mesa' });
  await console.run('queries.search', query);
  await console.run('sandbox.certificate', { connection: 'Mesa' });
  await console.run('queries.search', query);
}, 120_000);

test('each UDAP fault is told by its cause', async () => {
  const console = await open('server');
  await console.run('sandbox.faults', { faults: ['udap-untrusted'] });
  const unregistered = await console.refused('tokens.register', { connection: 'Mesa' });
  expect(unregistered.diagnosis?.code).toBe('udap-certificate-refused');
  await console.run('sandbox.faults', { faults: ['udap-no-extension'] });
  await console.run('tokens.register', { connection: 'Mesa' });
  const refused = await console.refused('tokens.get', { connection: 'Mesa' });
  expect(refused.diagnosis?.code).toBe('udap-extension-refused');
  await console.run('sandbox.faults', { faults: [] });
  await console.run('queries.search', query);
}, 120_000);
