import path from 'node:path';
import { expect, test } from 'vitest';
import { openConsole, testPorts, throwAwayFolder } from '../../fakes/ports.ts';
import { definitionsFile } from '../sandbox/support/definitions.ts';

test('a connection registers with the sandbox by UDAP, gets a token and is checked up', async () => {
  const dataFolder = path.join(throwAwayFolder(), 'data');
  const { assets } = testPorts({ dataFolder });
  const { run, refused } = openConsole({ dataFolder, assets: { ...assets, definitionsFile: await definitionsFile() } });
  await run('vault.create', { backend: 'passphrase', passphrase: { value: 'twelve-fake-words-for-a-test' } });
  const started = await run('sandbox.start', { providerPort: 0, payerPort: 0, requireAuth: true });
  const baseUrl = started.sandbox?.provider.fhirBaseUrl ?? '';
  await run('connections.add', { name: 'Mesa', baseUrl });
  expect((await refused('tokens.register', { connection: 'Mesa' })).code).toBe('invalid-input');
  await run('sandbox.certificate', { connection: 'Mesa', kind: 'udap' });
  expect((await refused('tokens.get', { connection: 'Mesa' })).diagnosis?.code).toBe('unknown-client');

  const { clientId } = await run('tokens.register', { connection: 'Mesa' });
  const { auth } = await run('connections.get', { connection: 'Mesa' });
  expect(auth).toMatchObject({ method: 'udap', clientId });
  expect(await run('tokens.register', { connection: 'Mesa' })).toEqual({ clientId });

  const checkUp = await run('connections.test', { connection: 'Mesa' });
  const step = (name: string) => checkUp.steps.find((one) => one.name === name);
  expect(step('discovery')?.status).toBe('ok');
  expect(step('authorization')).toMatchObject({ status: 'ok', notes: expect.any(Array) });
  expect(step('search')?.status).toBe('ok');
  const discovery = await run('connections.discover', { connection: 'Mesa' });
  expect(discovery.udap).toMatchObject({ state: 'found', problems: [], value: { signedMetadata: { state: 'valid' } } });

  await run('sandbox.faults', { faults: ['udap-untrusted'] });
  const untrusted = await refused('tokens.register', { connection: 'Mesa' });
  expect(untrusted).toMatchObject({ code: 'token-refused', diagnosis: { code: 'udap-certificate-refused' } });
  await run('sandbox.faults', { faults: ['udap-no-extension'] });
  const extension = await refused('tokens.get', { connection: 'Mesa', fresh: true });
  expect(extension.diagnosis?.code).toBe('udap-extension-refused');
}, 120_000);
