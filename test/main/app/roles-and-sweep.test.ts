import { existsSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { roleIsHeld } from '../../../main/store/role-locks.ts';
import { createFakeClock } from '../../fakes/clock.ts';
import { bytes, startPartner } from '../../fakes/partner/partner.ts';
import { openConsole, throwAwayFolder, until } from '../../fakes/ports.ts';

test('a host that stays takes the scheduler over when its holder ends', async () => {
  const dataFolder = path.join(throwAwayFolder(), 'data');
  const clock = createFakeClock();
  const first = openConsole({ dataFolder, clock });
  const second = openConsole({ dataFolder, clock });
  const since = async () => (await second.run('host.snapshot', {})).role.find(({ id }) => id === 'scheduler');
  await until(async () => (await since())?.running); // its jobs are loaded first
  await first.close();
  expect((await since())?.running).toBe(false);
  await clock.advance(5_000);
  await until(async () => (await since())?.running);
});

test('what no record names is swept, once it is old; what one names stays', async () => {
  const dataFolder = path.join(throwAwayFolder(), 'data');
  const partner = await startPartner();
  partner.on('GET /Binary/large', bytes(200, Buffer.alloc(200_000, 1), { 'content-type': 'application/fhir+json' }));
  const first = openConsole({ dataFolder });
  await first.refused('queries.search', { partner: { baseUrl: partner.baseUrl }, query: 'Binary/large' });
  const [exchange] = await first.run('exchanges.list', {});
  const { response } = await first.run('exchanges.get', { id: exchange?.id ?? '' });
  const owned = response.bodyFile as string;
  await first.close();

  const bodies = path.join(dataFolder, 'bodies');
  const documents = path.join(dataFolder, 'documents');
  mkdirSync(documents, { recursive: true });
  const files = {
    orphan: path.join(bodies, 'orphan'),
    fresh: path.join(bodies, 'fresh'),
    document: path.join(documents, 'a'),
  };
  for (const file of Object.values(files)) writeFileSync(file, 'x');
  const [killed, running] = ['query-killed', 'query-running'].map((name) => path.join(dataFolder, name));
  for (const folder of [killed, running]) {
    mkdirSync(folder as string);
    writeFileSync(path.join(folder as string, 'result.json'), '{}');
  }
  const longAgo = new Date(Date.now() - 30 * 86_400_000);
  for (const file of [files.orphan, files.document, owned, killed as string]) utimesSync(file, longAgo, longAgo);

  openConsole({ dataFolder });
  await until(() => !existsSync(files.orphan) && !existsSync(files.document) && !existsSync(killed as string));
  expect([files.fresh, owned, running as string].map((file) => existsSync(file))).toEqual([true, true, true]);
});

test('the sandbox’s connections take another name when a person has theirs', async () => {
  const { run } = openConsole();
  await run('connections.add', { name: 'lakeside clinic (sandbox)', baseUrl: 'https://source.example/fhir' });
  await run('sandbox.start', { providerPort: 0, payerPort: 0 });
  const names = (await run('connections.list', {})).map(({ name }) => name);
  expect(names).toEqual(['lakeside clinic (sandbox)', 'Lakeside Clinic (sandbox) 2', 'Harbor Mutual (sandbox)']);
});

test('a sandbox that fails on the way keeps neither its role nor anything open, and starts when it can', async () => {
  const { run, refused, ports } = openConsole();
  const folder = path.join(ports.dataFolder, 'sandbox');
  writeFileSync(folder, 'a file where the folder should be');
  const anyPort = { providerPort: 0, payerPort: 0 };
  await refused('sandbox.start', anyPort);
  expect(roleIsHeld(ports.dataFolder, 'sandbox')).toBe(false);
  expect(await run('sandbox.status', {})).toMatchObject({ running: false });

  rmSync(folder);
  expect(await run('sandbox.start', anyPort)).toMatchObject({ running: true });
  await run('sandbox.stop', {});
  expect(roleIsHeld(ports.dataFolder, 'sandbox')).toBe(false);
});
