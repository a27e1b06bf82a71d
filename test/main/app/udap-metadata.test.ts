import path from 'node:path';
import { expect, test } from 'vitest';
import { openConsole, testPorts, throwAwayFolder } from '../../fakes/ports.ts';
import { definitionsFile } from '../sandbox/support/definitions.ts';

test('a fault of the sandbox’s UDAP metadata stops registering, unless a person insists', async () => {
  const dataFolder = path.join(throwAwayFolder(), 'data');
  const { assets } = testPorts({ dataFolder });
  const { run, refused } = openConsole({ dataFolder, assets: { ...assets, definitionsFile: await definitionsFile() } });
  await run('vault.create', { backend: 'memory' });
  const role = await run('sandbox.start', { providerPort: 0, payerPort: 0, requireAuth: true });
  await run('connections.add', { name: 'Mesa', baseUrl: role.sandbox?.provider.fhirBaseUrl ?? '' });
  await run('sandbox.certificate', { connection: 'Mesa', kind: 'udap' });
  const registered = async () => (await run('sandbox.clients', {})).filter(({ origin }) => origin === 'registration');

  await run('sandbox.faults', { faults: ['udap-metadata-foreign'] });
  const error = await refused('tokens.register', { connection: 'Mesa' });
  expect(error.diagnosis?.code).toBe('udap-metadata-untrusted');
  expect(error.message).toMatch(/https:\/\/gateway\.clinic\.example is no URI name/);
  expect(await registered()).toEqual([]);

  const { clientId } = await run('tokens.register', { connection: 'Mesa', sendAnyway: true });
  expect(await registered()).toMatchObject([{ clientId }]);
  const trail = await run('audit.list', {});
  expect(JSON.stringify(trail)).toContain('register by UDAP certificate, whatever the signed metadata say');
}, 120_000);
