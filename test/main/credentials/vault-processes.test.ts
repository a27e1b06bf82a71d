import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { throwAwayFolder, unwrap } from '../../fakes/ports.ts';
import { forkHelper } from '../store/processes.ts';
import { openVault, phrase } from './vaults.ts';

const script = new URL('vault-child.ts', import.meta.url);

async function startChild(folder: string, prefix: string, count: number) {
  const helper = forkHelper(script, [folder, prefix, String(count)]);
  expect(await helper.said()).toBe('ready');
  return helper;
}

test('two processes that make a vault and write fifty secrets each at the same time lose none', {
  timeout: 180_000,
}, async () => {
  const folder = throwAwayFolder();
  const helpers = await Promise.all(['one', 'two'].map((prefix) => startChild(folder, prefix, 50)));
  const said = helpers.map(({ child }) => {
    const heard: unknown[] = [];
    child.on('message', (message) => heard.push(message));
    return heard;
  });
  for (const { child } of helpers) child.send('go');
  await Promise.all(helpers.map(({ child }) => once(child, 'close')));
  expect(said).toEqual(Array(2).fill(Array.from({ length: 50 }, (_, number) => number)));

  const { vault } = openVault({ folder, passphrase: phrase });
  const { state, secrets, problem } = unwrap(await vault.unlock());
  expect([state, secrets, problem]).toEqual(['open', 100, undefined]);
  for (const prefix of ['one', 'two'])
    for (let number = 0; number < 50; number += 1)
      expect(unwrap(await vault.use(`${prefix}/${number}`, 'it', (text) => text))).toBe(
        `fake-secret-${prefix}-${number}`,
      );
});

test('a process killed while it writes leaves a whole vault with all it had kept, and no lock', {
  timeout: 180_000,
}, async () => {
  const folder = throwAwayFolder();
  // Large enough that a write takes a while, and many kills fall into one.
  unwrap(await openVault({ folder, passphrase: phrase }).vault.put('large', 'fake-secret '.repeat(200_000)));
  const kept = new Map<string, number>();
  for (let round = 0; round < 8; round += 1) {
    const prefix = `round-${round}`;
    const helper = await startChild(folder, prefix, 10_000);
    const enough = Promise.withResolvers<void>();
    helper.child.on('message', (number) => {
      kept.set(prefix, Number(number));
      if (Number(number) >= 1) enough.resolve();
    });
    helper.child.send('go');
    await enough.promise;
    await new Promise((resolve) => setTimeout(resolve, 3 + round * 4)); // not always at the same point of a write
    await helper.kill();

    const { vault } = openVault({ folder, passphrase: phrase });
    const status = unwrap(await vault.unlock());
    expect([status.state, status.problem]).toEqual(['open', undefined]);
    unwrap(await vault.put('after', 'the next one is not in the way'));
  }
  const { vault } = openVault({ folder, passphrase: phrase });
  for (const [prefix, last] of kept) {
    expect(last, prefix).toBeGreaterThanOrEqual(1);
    for (let number = 0; number <= last; number += 1)
      expect(unwrap(await vault.use(`${prefix}/${number}`, 'it', (text) => text))).toBe(
        `fake-secret-${prefix}-${number}`,
      );
  }
  expect(readdirSync(folder).sort()).toEqual(['locks', 'vault.json', 'vault.json.before']);
});
