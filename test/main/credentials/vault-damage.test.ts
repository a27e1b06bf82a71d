import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { expect, test } from 'vitest';
import type { Vault } from '../../../main/credentials/vault.ts';
import { type SealedFile, sealFile } from '../../../main/credentials/vault-file.ts';
import { failure, unwrap } from '../../fakes/ports.ts';
import { edit, keyStore, openVault, phrase, readJson, type TestVault } from './vaults.ts';

const read = (text: string) => text;

/** A vault with three secrets and both ways to open it. */
async function filled(): Promise<TestVault> {
  const made = openVault({ passphrase: phrase, safeStorage: keyStore() });
  for (const name of ['a', 'b', 'c']) unwrap(await made.vault.put(`connection/${name}/bearer`, `fake-secret-${name}`));
  unwrap(await made.vault.wrap('safe-storage'));
  return made;
}

const use = (vault: Vault, name: string) => vault.use(`connection/${name}/bearer`, `the token of ${name}`, read);
const flip = (text: string) => (text.startsWith('A') ? 'B' : 'A') + text.slice(1);

/** The plain digest made anew, as somebody does who knows the format but not the key. */
function sumAgain(file: SealedFile): void {
  // The text under sum and seal is private to the vault; sealFile with a key of no meaning shows what sum it would have.
  const forged = sealFile(
    { id: file.id, whole: Buffer.alloc(32), secrets: Buffer.alloc(32), list: Buffer.alloc(32) },
    { wraps: file.wraps, secrets: new Map(Object.entries(file.secrets).map(([name, nonce]) => [name, { nonce }])) },
  );
  file.seal = forged.seal;
  file.sum = forged.sum;
}

test.for<[name: string, why: RegExp, harm: (file: string) => void]>([
  ['empty', /it is empty/, (file) => truncateSync(file, 0)],
  ['cut off', /cut off/, (file) => truncateSync(file, 400)],
  ['one byte short of the end', /cut off/, (file) => truncateSync(file, readFileSync(file).length - 3)],
  ['half written over', /cut off/, (file) => writeFileSync(file, `${readFileSync(file, 'utf8').slice(200)}{`)],
  ['JSON of another program', /another program/, (file) => writeFileSync(file, '{"theme":"dark"}')],
  ['JSON that is no object', /another program/, (file) => writeFileSync(file, 'null')],
  ['a list', /another program/, (file) => writeFileSync(file, '[1,2]')],
  ['binary', /no JSON/, (file) => writeFileSync(file, Buffer.from([0, 255, 254, 3]))],
  ['a later format', /format 2/, (file) => edit(file, (content) => ({ ...content, version: 2 }))],
  [
    'a byte of the wrapped key',
    /changed/,
    (file) =>
      edit(file, ({ wraps: [wrap] }) => {
        wrap.sealed = flip(wrap.sealed);
      }),
  ],
  [
    'a byte of the salt',
    /changed/,
    (file) =>
      edit(file, ({ wraps: [wrap] }) => {
        wrap.scrypt.salt = flip(wrap.scrypt.salt);
      }),
  ],
  [
    'a way taken away',
    /changed/,
    (file) =>
      edit(file, (content) => {
        content.wraps.pop();
      }),
  ],
  [
    'a weaker cost',
    /changed/,
    (file) =>
      edit(file, ({ wraps: [wrap] }) => {
        wrap.scrypt.N = 2;
      }),
  ],
  [
    'a reference taken from the list',
    /changed/,
    (file) =>
      edit(file, ({ secrets }) => {
        delete secrets['connection/a/bearer'];
      }),
  ],
  [
    'a reference added to the list',
    /changed/,
    (file) =>
      edit(file, ({ secrets }) => {
        secrets['key/x'] = 'A'.repeat(16);
      }),
  ],
  [
    'references swapped',
    /changed/,
    (file) =>
      edit(file, (content) => {
        content.secrets = swapped(content.secrets);
      }),
  ],
  [
    'the seal',
    /changed/,
    (file) =>
      edit(file, (content) => {
        content.seal = flip(content.seal);
      }),
  ],
  [
    'another id',
    /changed/,
    (file) =>
      edit(file, (content) => {
        content.id = flip(content.id);
      }),
  ],
  [
    'a part left out',
    /contents is missing/,
    (file) =>
      edit(file, (content) => {
        delete content.contents;
      }),
  ],
  [
    'a part too many',
    /missing or was changed/,
    (file) =>
      edit(file, (content) => {
        content.owner = 'me';
      }),
  ],
  [
    'a folder in its place',
    /no file/,
    (file) => {
      rmSync(file);
      mkdirSync(file);
    },
  ],
])('damaged: %s', async ([, why, harm]) => {
  const { vault, folder, file } = await filled();
  harm(file);
  const before = existsSync(file) && !why.test('it is no file') ? readFileSync(file) : undefined;
  const fresh = openVault({ folder, passphrase: phrase, safeStorage: keyStore() }).vault;
  // Seen without the key by a fresh process, and by the one that had it open.
  for (const each of [fresh, vault]) {
    const status = await each.status();
    expect(status.state).toBe('damaged');
    expect(status.problem?.message).toMatch(why);
    expect(status.problem?.next).toContain(`${file}.before`);
    const failures = [
      await use(each, 'a'),
      await each.put('connection/d/bearer', 'fake-secret-d'),
      await each.unlock(phrase),
      await each.create('passphrase', phrase),
      await each.create('memory'),
      await each.wrap('passphrase', phrase),
      await each.unwrap('passphrase'),
      await each.forget('connection/a/'),
    ].map(failure);
    for (const error of failures) {
      expect(error.code).toBe('vault-damaged');
      expect(error.next).toMatch(/^Put .*before/);
      expect(JSON.stringify(error)).not.toMatch(/fake-secret|fake passphrase/);
    }
  }
  if (before) expect(readFileSync(file)).toEqual(before); // left as it is
});

function swapped(secrets: Record<string, string>): Record<string, string> {
  const { 'connection/a/bearer': a = '', 'connection/b/bearer': b = '', ...rest } = secrets;
  return { ...rest, 'connection/a/bearer': b, 'connection/b/bearer': a };
}

test('the version before in its place is the vault again', async () => {
  const { folder, file } = await filled();
  writeFileSync(file, 'noise');
  const { vault } = openVault({ folder, passphrase: phrase });
  expect((await vault.status()).state).toBe('damaged');
  renameSync(`${file}.before`, file);
  expect(unwrap(await use(vault, 'b'))).toBe('fake-secret-b');
});

test('a vault that is gone while the version before is there is no empty folder', async () => {
  const { folder, file } = await filled();
  rmSync(file);
  const { vault } = openVault({ folder, passphrase: phrase });
  expect(await vault.status()).toMatchObject({
    state: 'damaged',
    problem: { message: expect.stringContaining('gone') },
  });
  expect(failure(await vault.put('key/1', 'one')).code).toBe('vault-damaged');
  expect(existsSync(file)).toBe(false);
  rmSync(`${file}.before`);
  expect((await vault.status()).state).toBe('none');
});

test.for<[name: string, harm: (content: ReturnType<typeof readJson>) => void]>([
  [
    'a byte changed',
    ({ contents }) => {
      contents['connection/a/bearer'] = flip(contents['connection/a/bearer']);
    },
  ],
  [
    'cut off',
    ({ contents }) => {
      contents['connection/a/bearer'] = 'AAAA';
    },
  ],
  [
    'no text',
    ({ contents }) => {
      contents['connection/a/bearer'] = 7;
    },
  ],
  [
    'taken away',
    ({ contents }) => {
      delete contents['connection/a/bearer'];
    },
  ],
  [
    'another’s',
    ({ contents }) => {
      contents['connection/a/bearer'] = contents['connection/b/bearer'];
    },
  ],
])('one secret damaged (%s) is told, and takes no other away', async ([, harm]) => {
  const { folder, file } = await filled();
  edit(file, harm);
  const { vault } = openVault({ folder, passphrase: phrase });
  const error = failure(await use(vault, 'a'));
  expect(error).toMatchObject({ code: 'vault-damaged', message: expect.stringContaining('the token of a') });
  expect(unwrap(await use(vault, 'b'))).toBe('fake-secret-b');
  expect(await vault.status()).toMatchObject({
    state: 'open',
    problem: { message: expect.stringContaining('1 of 3 secrets in the vault’s file: connection/a/bearer') },
  });
  // Keeping another one does not sweep it under the carpet; giving it again mends it.
  unwrap(await vault.put('connection/d/bearer', 'fake-secret-d'));
  expect(failure(await use(vault, 'a')).code).toBe('vault-damaged');
  unwrap(await vault.put('connection/a/bearer', 'given again'));
  expect(unwrap(await use(vault, 'a'))).toBe('given again');
  expect((await vault.status()).problem).toBeUndefined();
});

test('two contents swapped open neither', async () => {
  const { folder, file } = await filled();
  edit(file, (content) => {
    content.contents = swapped(content.contents);
  });
  const { vault } = openVault({ folder, passphrase: phrase });
  for (const name of ['a', 'b']) expect(failure(await use(vault, name)).code).toBe('vault-damaged');
  expect(unwrap(await use(vault, 'c'))).toBe('fake-secret-c');
});

test('an older content of the same reference is not taken for the present one', async () => {
  const { vault, folder, file } = await filled();
  const old = readJson(file).contents['connection/a/bearer'];
  unwrap(await vault.put('connection/a/bearer', 'the rotated one'));
  edit(file, ({ contents }) => {
    contents['connection/a/bearer'] = old;
  });
  expect(failure(await use(openVault({ folder, passphrase: phrase }).vault, 'a')).code).toBe('vault-damaged');
});

test.for<[name: string, harm: (content: SealedFile) => void]>([
  [
    'a reference taken from list and contents',
    (content) => {
      delete content.secrets['connection/a/bearer'];
      delete content.contents['connection/a/bearer'];
    },
  ],
  [
    'a way taken away',
    (content) => {
      content.wraps = content.wraps.filter(({ backend }) => backend === 'passphrase');
    },
  ],
  [
    'the nonces swapped',
    (content) => {
      content.secrets = swapped(content.secrets);
    },
  ],
])('who knows the format but not the key is caught when it is opened: %s', async ([, harm]) => {
  const { vault, folder, file } = await filled();
  const content = readJson(file) as SealedFile;
  harm(content);
  sumAgain(content);
  writeFileSync(file, JSON.stringify(content));
  for (const each of [openVault({ folder, passphrase: phrase }).vault, vault]) {
    const error = failure(await use(each, 'b'));
    expect(error).toMatchObject({ code: 'vault-damaged', message: expect.stringContaining('signature') });
  }
  expect((await vault.status()).state).toBe('damaged'); // it had been open
  expect(failure(await vault.put('connection/d/bearer', 'x')).code).toBe('vault-damaged');
  expect(readJson(file)).toEqual(content);
});

test.for<[name: string, change: object, says: RegExp]>([
  ['fewer blocks', { N: 8 }, /weaker protection/],
  ['smaller blocks', { r: 1 }, /weaker protection/],
  ['more memory than the machine', { N: 2 ** 30 }, /no console writes/],
  ['no power of two', { N: 1000 }, /no console writes/],
  ['hours of work', { p: 1_000_000 }, /no console writes/],
])('a cost of scrypt that is not ours is refused before it is paid: %s', async ([, change, says]) => {
  const { folder, file } = await filled();
  const content = readJson(file) as SealedFile;
  const wrap = content.wraps.find((each) => each.backend === 'passphrase');
  Object.assign(wrap?.scrypt ?? {}, change);
  sumAgain(content);
  writeFileSync(file, JSON.stringify(content));
  const error = failure(await openVault({ folder }).vault.unlock(phrase));
  expect(error).toMatchObject({ code: 'vault-damaged', message: expect.stringMatching(says) });
});

test('a wrap of the key changed by who knows the format is told as a wrong passphrase that may be none', async () => {
  const { folder, file } = await filled();
  const content = readJson(file) as SealedFile;
  for (const wrap of content.wraps) if (wrap.backend === 'passphrase') wrap.sealed = flip(wrap.sealed);
  sumAgain(content);
  writeFileSync(file, JSON.stringify(content));
  const error = failure(await openVault({ folder }).vault.unlock(phrase));
  expect(error).toMatchObject({ code: 'wrong-passphrase', next: expect.stringContaining('vault.json.before') });
});

test('a key store’s wrap of another vault opens nothing', async () => {
  const [one, other] = [await filled(), await filled()];
  const foreign = (readJson(other.file) as SealedFile).wraps.filter(({ backend }) => backend === 'safe-storage');
  const content = readJson(one.file) as SealedFile;
  content.wraps = foreign;
  sumAgain(content);
  writeFileSync(one.file, JSON.stringify(content));
  const { vault } = openVault({ folder: one.folder, safeStorage: keyStore() });
  expect(failure(await use(vault, 'a')).code).toBe('vault-locked');
});

test('a file that cannot be written loses nothing and says why', async () => {
  const { vault, folder, file } = await filled();
  const kept = readFileSync(file, 'utf8');
  mkdirSync(`${file}.new`); // in the way of the new version
  writeFileSync(`${file}.new/x`, '');
  const error = failure(await vault.put('connection/d/bearer', 'fake-secret-d'));
  expect(error.code).toBe('folder-unusable');
  expect(error.message).not.toContain('fake-secret');
  expect(readFileSync(file, 'utf8')).toBe(kept);
  rmSync(`${file}.new`, { recursive: true });
  expect(unwrap(await use(openVault({ folder, passphrase: phrase }).vault, 'c'))).toBe('fake-secret-c');
});

test('what a killed process left half written beside it is no matter', async () => {
  const { vault, folder, file } = await filled();
  writeFileSync(`${file}.new`, '{"format":"switchb');
  writeFileSync(`${file}.before.new`, '');
  unwrap(await vault.put('connection/d/bearer', 'fake-secret-d'));
  expect(unwrap(await use(openVault({ folder, passphrase: phrase }).vault, 'd'))).toBe('fake-secret-d');
  for (const each of [`${file}.new`, `${file}.before.new`]) expect(existsSync(each)).toBe(false);
});

test('a copy of the folder is a vault of its own', async () => {
  const { folder } = await filled();
  const copy = openVault({ passphrase: phrase });
  copyFileSync(`${folder}/vault.json`, copy.file);
  expect(unwrap(await use(copy.vault, 'a'))).toBe('fake-secret-a');
});
