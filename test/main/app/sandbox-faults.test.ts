import path from 'node:path';
import { expect, test } from 'vitest';
import { faultNames, sandboxFaults } from '../../../shared/domain/sandbox-faults.ts';
import { openConsole, testPorts, throwAwayFolder } from '../../fakes/ports.ts';
import { definitionsFile } from '../sandbox/support/definitions.ts';

test('the record of the sandbox says which faults it has, whichever process switched them', async () => {
  const dataFolder = path.join(throwAwayFolder(), 'data');
  const { assets } = testPorts({ dataFolder });
  const changes = { dataFolder, assets: { ...assets, definitionsFile: await definitionsFile() } };
  const holder = openConsole(changes);
  const other = openConsole(changes);
  expect(await other.refused('sandbox.faults', { faults: ['drop'] })).toMatchObject({ code: 'not-running' });

  const free = { providerPort: 0, payerPort: 0 };
  expect(await holder.run('sandbox.start', { ...free, faults: ['html-error'] })).toMatchObject({
    faults: ['html-error'],
  });
  const seen = async () => (await other.run('sandbox.status', {})).faults;
  expect(await seen()).toEqual(['html-error']);
  await other.run('sandbox.faults', { faults: ['empty-body'] });
  const { sandbox, faults } = await holder.run('sandbox.status', {});
  expect(faults).toEqual(['empty-body']);
  const answer = await fetch(`${sandbox?.provider.fhirBaseUrl}/Patient`);
  expect([answer.status, await answer.text()]).toEqual([200, '']);

  expect(await other.refused('sandbox.faults', { faults: ['sulk'] })).toMatchObject({ code: 'invalid-input' });
  expect(await seen()).toEqual(['empty-body']);
  await holder.run('sandbox.start', { faults: [] });
  expect(await seen()).toEqual([]);
  await holder.run('sandbox.stop', {});
  expect(await seen()).toBeUndefined();
}, 120_000);

test('how the sandbox answers Tasks can be changed by any process, and is told to all', async () => {
  const dataFolder = path.join(throwAwayFolder(), 'data');
  const { assets } = testPorts({ dataFolder });
  const changes = { dataFolder, assets: { ...assets, definitionsFile: await definitionsFile() } };
  const holder = openConsole(changes);
  const other = openConsole(changes);
  expect(await other.refused('sandbox.answering', { reopen: true })).toMatchObject({ code: 'not-running' });
  await holder.run('sandbox.start', { providerPort: 0, payerPort: 0, answering: 'by-hand', stepMs: 20 });
  const changed = await other.run('sandbox.answering', { outputs: 'external' });
  const way = { answering: 'by-hand', outputs: 'external', stepMs: 20, noHits: 'empty-bundle' };
  expect(changed.answering).toMatchObject(way);
  expect((await holder.run('sandbox.status', {})).answering).toMatchObject(way);
  // Started again, it keeps what is not said.
  expect((await holder.run('sandbox.start', { answering: 'automatic' })).answering).toMatchObject({
    ...way,
    answering: 'automatic',
  });
  await holder.run('sandbox.stop', {});
  expect((await other.run('sandbox.status', {})).answering).toBeUndefined();
}, 120_000);

test('every fault has a name of its own and says what a client meets', () => {
  expect(new Set(faultNames).size).toBe(sandboxFaults.length);
  for (const { title, says } of sandboxFaults) expect([title, says]).not.toContain('');
});
