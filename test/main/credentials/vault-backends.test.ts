import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { failure, throwAwayFolder, unwrap } from '../../fakes/ports.ts';
import { keyStore, openVault, phrase, readJson, tainted } from './vaults.ts';

const reference = 'connection/mesa/bearer';
const what = 'the access token of Mesa';
const secret = 'fake-access-token-91ab';
const read = (text: string) => text;

test('the key store opens it without a question, and only for who wrapped it', async () => {
  const folder = throwAwayFolder();
  const one = openVault({ folder, safeStorage: keyStore() });
  expect(unwrap(await one.vault.create('safe-storage'))).toMatchObject({
    state: 'open',
    backends: ['safe-storage'],
    openedBy: 'safe-storage',
  });
  unwrap(await one.vault.put(reference, secret));
  const two = openVault({ folder, safeStorage: keyStore() });
  expect((await two.vault.status()).state).toBe('locked'); // asking for the state opens nothing
  expect(unwrap(await two.vault.use(reference, what, read))).toBe(secret);
  const stranger = openVault({ folder, safeStorage: keyStore('another') });
  const error = failure(await stranger.vault.use(reference, what, read));
  expect(error).toMatchObject({ code: 'vault-locked', message: expect.stringContaining('key store does not give') });
});

test('a host without the key store says how to add a passphrase, and opens it once that is done', async () => {
  const desktop = openVault({ safeStorage: keyStore() });
  unwrap(await desktop.vault.create('safe-storage'));
  unwrap(await desktop.vault.put(reference, secret));
  const line = openVault({ folder: desktop.folder, passphrase: phrase });
  const error = failure(await line.vault.use(reference, what, read));
  expect(error.code).toBe('vault-locked');
  expect(error.message).toContain(what);
  for (const word of ['SWITCHBOARD_PASSPHRASE', 'Settings', 'vault.wrap']) expect(error.next).toContain(word);
  expect(failure(await line.vault.unlock(phrase)).message).toContain('No passphrase opens this vault');

  expect(unwrap(await desktop.vault.wrap('passphrase', phrase)).backends).toEqual(['safe-storage', 'passphrase']);
  expect(unwrap(await line.vault.use(reference, what, read))).toBe(secret);
  expect((await line.vault.status()).openedBy).toBe('passphrase');
});

test('where the key store fails, the passphrase still opens', async () => {
  const desktop = openVault({ safeStorage: keyStore(), passphrase: phrase });
  unwrap(await desktop.vault.create('safe-storage'));
  unwrap(await desktop.vault.put(reference, secret));
  unwrap(await desktop.vault.wrap('passphrase', phrase));
  const moved = openVault({ folder: desktop.folder, safeStorage: keyStore('another'), passphrase: phrase });
  expect(unwrap(await moved.vault.use(reference, what, read))).toBe(secret);
});

test('a key store that would only pretend is refused, and said', async () => {
  const { vault, file } = openVault({ safeStorage: keyStore('someone', false) });
  const refused = { code: 'capability-missing', message: 'This desktop has no keyring.' };
  expect(failure(await vault.create('safe-storage'))).toMatchObject(refused);
  expect(existsSync(file)).toBe(false);
  const choice = (await vault.status()).choices.find(({ backend }) => backend === 'safe-storage');
  expect(choice).toEqual({ backend: 'safe-storage', available: false, says: 'This desktop has no keyring.' });
  unwrap(await vault.create('passphrase', phrase));
  expect(failure(await vault.wrap('safe-storage'))).toMatchObject(refused);
  expect(failure(await openVault().vault.create('safe-storage')).code).toBe('capability-missing');
});

test('ways are taken away but for the last', async () => {
  const { vault, folder, file, events } = openVault({ safeStorage: keyStore() });
  unwrap(await vault.create('safe-storage'));
  expect(failure(await vault.unwrap('safe-storage'))).toMatchObject({ code: 'invalid-input' });
  unwrap(await vault.wrap('passphrase', phrase));
  expect(unwrap(await vault.unwrap('safe-storage')).backends).toEqual(['passphrase']);
  expect(unwrap(await vault.unwrap('safe-storage')).backends).toEqual(['passphrase']); // gone already
  expect(failure(await vault.unwrap('passphrase')).code).toBe('invalid-input');
  expect(readJson(`${file}.before`).wraps.map(({ backend }: { backend: string }) => backend)).toEqual(['passphrase']);
  expect(events.map(({ did }) => did)).toEqual(['made', 'wrapped', 'unwrapped']);
  const other = openVault({ folder, safeStorage: keyStore() });
  expect(failure(await other.vault.unlock()).code).toBe('vault-locked');
});

test('in memory nothing is written, the choice is, and an earlier process’s secrets are said to be gone', async () => {
  const one = openVault({ passphrase: phrase });
  expect(unwrap(await one.vault.create('memory'))).toMatchObject({
    state: 'open',
    backends: ['memory'],
    openedBy: 'memory',
  });
  unwrap(await one.vault.put(reference, secret));
  expect(unwrap(await one.vault.use(reference, what, read))).toBe(secret);
  expect((await one.vault.status()).secrets).toBe(1);
  expect(tainted(one.folder, [secret, reference])).toEqual([]);

  // The environment's passphrase makes no other vault behind the choice's back.
  const two = openVault({ folder: one.folder, passphrase: phrase });
  expect(two.vault.has(reference)).toBe(false);
  const error = failure(await two.vault.use(reference, what, read));
  expect(error.code).toBe('secret-missing');
  expect(error.message).toContain(what);
  expect(error.message).toContain('memory only');
  unwrap(await two.vault.put(reference, 'its own'));
  expect(unwrap(await one.vault.use(reference, what, read))).toBe(secret);
  expect(failure(await two.vault.unwrap('passphrase')).code).toBe('invalid-input');

  unwrap(await one.vault.forget('connection/'));
  expect(one.vault.has(reference)).toBe(false);
  expect((await two.vault.lock()).secrets).toBe(0);
  expect(two.vault.has(reference)).toBe(false);
});

test('a vault in memory that is given a passphrase is written down with what this process has', async () => {
  const one = openVault();
  unwrap(await one.vault.create('memory'));
  unwrap(await one.vault.put(reference, secret));
  const two = openVault({ folder: one.folder });
  unwrap(await two.vault.put('connection/two/bearer', 'of another process'));
  expect(unwrap(await one.vault.wrap('passphrase', phrase))).toMatchObject({ backends: ['passphrase'], secrets: 1 });
  const three = openVault({ folder: one.folder, passphrase: phrase });
  expect(unwrap(await three.vault.use(reference, what, read))).toBe(secret);
  expect((await two.vault.status()).state).toBe('locked');
  expect(readFileSync(`${one.file}.before`, 'utf8')).toBe(readFileSync(one.file, 'utf8'));
});

test('a vault under a passphrase never falls back to memory', async () => {
  const { folder, vault } = openVault();
  unwrap(await vault.create('passphrase', phrase));
  const other = openVault({ folder });
  expect(failure(await other.vault.put(reference, secret)).code).toBe('vault-locked');
  expect(failure(await other.vault.create('memory')).code).toBe('name-taken');
  expect(other.vault.has(reference)).toBe(false);
});

test('another vault in its place is not opened by the key of the first', async () => {
  const one = openVault({ passphrase: phrase });
  unwrap(await one.vault.put(reference, secret));
  const other = openVault({ passphrase: 'quite another' });
  unwrap(await other.vault.put(reference, 'theirs'));
  writeFileSync(one.file, readFileSync(other.file));
  expect(failure(await one.vault.use(reference, what, read)).code).toBe('wrong-passphrase');
  expect((await one.vault.status()).state).toBe('locked');
});
