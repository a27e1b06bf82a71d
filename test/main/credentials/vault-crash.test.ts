import fs, { readdirSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { afterEach, expect, test } from 'vitest';
import { unwrap } from '../../fakes/ports.ts';
import { openVault, phrase, type TestVault } from './vaults.ts';

const names = ['openSync', 'writeFileSync', 'fsyncSync', 'closeSync', 'renameSync', 'rmSync'] as const;
const real = Object.fromEntries(names.map((name) => [name, fs[name]]));
const restore = () => {
  Object.assign(fs, real);
  syncBuiltinESMExports();
};
afterEach(restore);

/** Lets the disk die at its call of this number, half a text written; nothing reaches it afterwards. Answers whether it came so far. */
function dieAt(number: number): () => boolean {
  let calls = 0;
  for (const name of names) {
    const work = real[name] as (...values: unknown[]) => unknown;
    const dying = (...values: unknown[]) => {
      calls += 1;
      if (calls < number) return work(...values);
      if (calls === number && name === 'writeFileSync')
        work(values[0], String(values[1]).slice(0, String(values[1]).length / 2));
      throw new Error('dead');
    };
    Object.assign(fs, { [name]: dying });
  }
  syncBuiltinESMExports();
  return () => {
    restore();
    return calls >= number;
  };
}

const read = (text: string) => text;

test.for<[name: string, change: (made: TestVault['vault']) => Promise<unknown>]>([
  ['a secret is kept', (vault) => vault.put('new', 'fake-secret-new')],
  ['a secret is forgotten', (vault) => vault.forget('other')],
])('whole at whatever moment the machine dies while %s', { timeout: 180_000 }, async ([, change]) => {
  for (let number = 1; ; number += 1) {
    const made = openVault({ passphrase: phrase });
    unwrap(await made.vault.put('old', 'fake-secret-old'));
    unwrap(await made.vault.put('other', 'fake-secret-other'));
    const came = dieAt(number);
    const result = await change(made.vault).catch((error: Error) => error.message);
    if (!came()) {
      expect(number).toBeGreaterThan(8); // it did touch the disk
      return;
    }
    expect(result, `call ${number}`).toBe('dead');

    const { vault } = openVault({ folder: made.folder, passphrase: phrase });
    const { state, problem } = unwrap(await vault.unlock());
    expect([state, problem], `call ${number}`).toEqual(['open', undefined]);
    expect(unwrap(await vault.use('old', 'it', read))).toBe('fake-secret-old');
    if (vault.has('new')) expect(unwrap(await vault.use('new', 'it', read))).toBe('fake-secret-new');
    unwrap(await vault.put('next', 'fake-secret-next'));
    expect(readdirSync(made.folder).sort()).toEqual(['locks', 'vault.json', 'vault.json.before']);
  }
});
