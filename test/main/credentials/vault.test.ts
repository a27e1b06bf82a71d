import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { readVaultFile } from '../../../main/credentials/vault-file.ts';
import { failure, unwrap } from '../../fakes/ports.ts';
import { keyStore, openVault, phrase, readJson, tainted } from './vaults.ts';

const reference = 'connection/mesa/clientSecret';
const what = 'the client secret of Mesa';
const secret = 'fake-client-secret-2f77';
const read = (text: string) => text;

test('a secret put by one process is used by another with the passphrase, and by none without', async () => {
  const first = openVault({ passphrase: phrase });
  unwrap(await first.vault.put(reference, secret));
  const second = openVault({ folder: first.folder, passphrase: phrase });
  expect(second.vault.has(reference)).toBe(true);
  expect(unwrap(await second.vault.use(reference, what, read))).toBe(secret);
  const third = openVault({ folder: first.folder });
  const error = failure(await third.vault.use(reference, what, read));
  expect(error).toMatchObject({ code: 'vault-locked', message: `The vault is locked, so ${what} is out of reach.` });
  expect(error.next).toContain('SWITCHBOARD_PASSPHRASE');
  expect(third.vault.has(reference)).toBe(true); // needs no key
  expect(first.events.map(({ did }) => did)).toEqual(['made', 'kept']);
  expect(second.events).toEqual([{ did: 'opened', backend: 'passphrase' }]);
});

test('what lies still is read once; what another process changes later is seen all the same', async () => {
  const { vault, folder } = openVault({ passphrase: phrase });
  unwrap(await vault.put(reference, 'fake one'));
  await setTimeout(150); // by now the file counts as settled
  const found = readVaultFile(folder);
  expect(found.kind).toBe('sealed');
  expect(unwrap(await vault.use(reference, what, read))).toBe('fake one');
  expect(readVaultFile(folder)).toBe(found); // not parsed again
  unwrap(await openVault({ folder, passphrase: phrase }).vault.put(reference, 'fake two'));
  expect(unwrap(await vault.use(reference, what, read))).toBe('fake two');
});

test('a process that has it open sees what another wrote, changed and forgot', async () => {
  const one = openVault({ passphrase: phrase });
  unwrap(await one.vault.put('connection/a/bearer', 'first'));
  const two = openVault({ folder: one.folder, passphrase: phrase });
  unwrap(await two.vault.put('connection/a/bearer', 'second'));
  unwrap(await two.vault.put('connection/b/bearer', 'third'));
  expect(unwrap(await one.vault.use('connection/a/bearer', what, read))).toBe('second');
  expect(unwrap(await one.vault.use('connection/b/bearer', what, read))).toBe('third');
  unwrap(await two.vault.forget('connection/a/'));
  expect(one.vault.has('connection/a/bearer')).toBe(false);
  expect(failure(await one.vault.use('connection/a/bearer', what, read)).code).toBe('secret-missing');
  expect(two.events.at(-1)).toEqual({ did: 'forgotten', reference: 'connection/a/bearer' });
});

test('the file is its owner’s alone, and keeps the version before', async () => {
  const { vault, folder, file } = openVault({ passphrase: phrase });
  unwrap(await vault.put('key/1', 'one'));
  const before = readFileSync(file, 'utf8');
  unwrap(await vault.put('key/2', 'two'));
  expect(readFileSync(`${file}.before`, 'utf8')).toBe(before);
  for (const each of [file, `${file}.before`]) expect(statSync(each).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder).sort()).toEqual(['locks', 'vault.json', 'vault.json.before']);
  expect(tainted(folder, [phrase])).toEqual([]);
});

test('without a passphrase the first secret is refused, naming it and the ways', async () => {
  const { vault, file } = openVault();
  const error = failure(await vault.put(reference, secret));
  expect(error.code).toBe('vault-missing');
  expect(error.message).toContain('the client secret of the connection');
  for (const way of ['SWITCHBOARD_PASSPHRASE', 'switchboard vault create', 'Settings'])
    expect(error.next).toContain(way);
  expect(failure(await vault.use(reference, what, read)).code).toBe('secret-missing');
  expect(existsSync(file)).toBe(false);
});

test('a passphrase of fewer than 8 characters makes no vault and no way', async () => {
  const { vault, file } = openVault({ passphrase: 'seven77' });
  for (const reply of [await vault.put(reference, secret), await vault.create('passphrase', 'seven77')])
    expect(failure(reply)).toMatchObject({ code: 'invalid-input', message: expect.stringContaining('8 characters') });
  expect(existsSync(file)).toBe(false);
  unwrap(await vault.create('passphrase', 'eight888'));
  expect(failure(await vault.wrap('passphrase', 'seven77')).code).toBe('invalid-input');
  // Letters, not bytes: eight emoji are eight characters, four are not.
  expect(failure(await vault.wrap('passphrase', '🔑🔑🔑🔑')).code).toBe('invalid-input');
  unwrap(await vault.wrap('passphrase', '🔑🔑🔑🔑🔑🔑🔑🔑'));
});

test('a passphrase opens it however the keyboard spells its letters', async () => {
  const { vault, folder } = openVault();
  unwrap(await vault.create('passphrase', 'Zo\u00eb at home'));
  unwrap(await openVault({ folder }).vault.unlock('Zoe\u0308 at home'));
});

test('there is one vault: a second is refused by every backend', async () => {
  const { vault, file } = openVault({ safeStorage: keyStore() });
  unwrap(await vault.create('passphrase', phrase));
  const before = readFileSync(file, 'utf8');
  for (const backend of ['passphrase', 'safe-storage', 'memory'] as const)
    expect(failure(await vault.create(backend, phrase)).code).toBe('name-taken');
  expect(readFileSync(file, 'utf8')).toBe(before);
});

test('wrong passphrases are told, wait longer each time, and do not open', async () => {
  const { folder, vault: first } = openVault({ passphrase: phrase });
  unwrap(await first.put(reference, secret));
  const { vault, pauses, events } = openVault({ folder });
  const tries = await Promise.all(['wrong one', 'wrong two', 'wrong three'].map((each) => vault.unlock(each)));
  for (const reply of tries) expect(failure(reply).code).toBe('wrong-passphrase');
  expect(JSON.stringify(tries)).not.toMatch(/wrong (one|two|three)/);
  expect(pauses).toEqual([250, 500, 1000]);
  expect(events.map(({ did }) => did)).toEqual(['refused', 'refused', 'refused']);
  expect((await vault.status()).state).toBe('locked');
  expect(unwrap(await vault.unlock(phrase))).toMatchObject({ state: 'open', openedBy: 'passphrase', secrets: 1 });
  expect(failure(await vault.unlock('wrong one')).code).toBe('wrong-passphrase');
  expect(pauses.at(-1)).toBe(250);
  expect((await vault.status()).state).toBe('open'); // a slip of the finger locks nothing
});

test('a wrong passphrase of the environment is tried once, not at every use', async () => {
  const { folder, vault: first } = openVault({ passphrase: phrase });
  unwrap(await first.put(reference, secret));
  const { vault, events } = openVault({ folder, passphrase: 'another one' });
  for (let use = 0; use < 3; use += 1)
    expect(failure(await vault.use(reference, what, read))).toMatchObject({
      code: 'wrong-passphrase',
      message: expect.stringContaining(what),
    });
  expect(events).toHaveLength(1);
  unwrap(await first.wrap('passphrase', 'another one'));
  expect(unwrap(await vault.use(reference, what, read))).toBe(secret);
});

test('many uses at once open it once', async () => {
  const { folder, vault: first } = openVault({ passphrase: phrase });
  unwrap(await first.put(reference, secret));
  const { vault, events } = openVault({ folder, passphrase: phrase });
  const all = await Promise.all(Array.from({ length: 20 }, () => vault.use(reference, what, read)));
  expect(all.map(unwrap)).toEqual(Array(20).fill(secret));
  expect(events).toEqual([{ did: 'opened', backend: 'passphrase' }]);
});

test('locked by hand it stays locked, although the environment could open it, until told to', async () => {
  const { vault } = openVault({ passphrase: phrase });
  unwrap(await vault.put(reference, secret));
  expect(await vault.lock()).toMatchObject({ state: 'locked', secrets: 1 });
  expect(failure(await vault.use(reference, what, read)).code).toBe('vault-locked');
  expect(failure(await vault.put(reference, secret)).code).toBe('vault-locked');
  expect(unwrap(await vault.unlock())).toMatchObject({ state: 'open' });
  expect(unwrap(await vault.use(reference, what, read))).toBe(secret);
});

test('a lock while it is being opened wins', async () => {
  const { folder, vault: first } = openVault({ passphrase: phrase });
  unwrap(await first.put(reference, secret));
  const { vault } = openVault({ folder, passphrase: phrase });
  const using = vault.use(reference, what, read);
  await vault.lock();
  expect(failure(await using).code).toBe('vault-locked');
  expect((await vault.status()).state).toBe('locked');
});

test('a changed passphrase opens it, the old one no longer does, not even the version before', async () => {
  const { vault, folder, file } = openVault({ passphrase: phrase });
  unwrap(await vault.put(reference, secret));
  unwrap(await vault.wrap('passphrase', 'the next passphrase'));
  expect(readFileSync(`${file}.before`, 'utf8')).toBe(readFileSync(file, 'utf8'));
  const other = openVault({ folder }).vault;
  expect(failure(await other.unlock(phrase)).code).toBe('wrong-passphrase');
  unwrap(await other.unlock('the next passphrase'));
  expect(unwrap(await other.use(reference, what, read))).toBe(secret);
  expect(readJson(file).wraps).toHaveLength(1);
});

test('what is forgotten is gone from the file and from the version before, with and without the key', async () => {
  const open = openVault({ passphrase: phrase });
  for (const name of ['connection/a/bearer', 'connection/a/token', 'connection/ab/bearer', 'key/a'])
    unwrap(await open.vault.put(name, `secret of ${name}`));
  const contents = () => [open.file, `${open.file}.before`].map((each) => Object.keys(readJson(each).contents).sort());
  unwrap(await open.vault.forget('connection/a/token'));
  expect(contents()).toEqual(Array(2).fill(['connection/a/bearer', 'connection/ab/bearer', 'key/a']));

  const locked = openVault({ folder: open.folder });
  unwrap(await locked.vault.forget('connection/a/'));
  expect(contents()).toEqual(Array(2).fill(['connection/ab/bearer', 'key/a']));
  expect(locked.vault.has('connection/a/bearer')).toBe(false);
  expect(await locked.vault.status()).toMatchObject({ state: 'locked', secrets: 2 });
  unwrap(await locked.vault.forget('connection/nobody/'));
  expect(locked.events).toEqual([{ did: 'forgotten', reference: 'connection/a/bearer' }]);

  // The open one takes the change as it is, and a new secret under an old reference counts again.
  expect(failure(await open.vault.use('connection/a/bearer', what, read)).code).toBe('secret-missing');
  unwrap(await open.vault.put('connection/a/bearer', 'given again'));
  expect(unwrap(await open.vault.use('connection/a/bearer', what, read))).toBe('given again');
  expect(readJson(open.file).forgotten).toEqual([]);
  expect(await open.vault.status()).toMatchObject({ state: 'open', secrets: 3 });
});
