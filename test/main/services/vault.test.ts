import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import type { VaultStatus } from '../../../shared/domain/vault.ts';
import { createDispatch } from '../../../main/app/dispatch.ts';
import { noteVault } from '../../../main/app/note-vault.ts';
import { vaultHandlers } from '../../../main/services/vault.ts';
import { openStore } from '../../../main/store/store.ts';
import type { CommandName } from '../../../shared/contract/commands.ts';
import { keyStore, openVault, tainted } from '../credentials/vaults.ts';
import { cleanUp, failure, openConsole, testPorts, throwAwayFolder, unwrap } from '../../fakes/ports.ts';

const phrase = 'fake canary passphrase 6b1f';
const next = 'fake canary passphrase 9d20';

test('a vault is made, locked, opened and wrapped anew by command, and the trail tells each without a word of it', async () => {
  const folder = throwAwayFolder();
  const file = path.join(folder, 'phrase.txt');
  writeFileSync(file, `${next}\n`);
  const ports = testPorts({ environment: (name) => (name === 'VAULT' ? phrase : undefined) });
  const store = unwrap(openStore(ports.dataFolder));
  cleanUp(() => store.close());
  const { vault } = openVault({ folder: ports.dataFolder, safeStorage: keyStore(), note: noteVault(store) });
  const tokens = { letGo: vi.fn(async () => undefined) };
  const handlers = vaultHandlers({ ports: { ...ports, passphrase: async () => undefined }, store, vault, tokens });
  const dispatch = createDispatch(async () => handlers, ports.log);
  const run = async (name: CommandName, input: unknown) => unwrap(await dispatch(name, input)) as VaultStatus;
  const refused = async (name: CommandName, input: unknown) => failure(await dispatch(name, input));
  const heard: unknown[] = [];
  const told = async <T>(reply: Promise<T>): Promise<T> => {
    heard.push(await reply);
    return reply;
  };

  expect(await run('vault.status', {})).toMatchObject({ state: 'none', backends: [], secrets: 0 });
  expect(await refused('vault.create', { backend: 'passphrase' })).toMatchObject({
    code: 'secret-missing',
    next: expect.stringContaining('SWITCHBOARD_PASSPHRASE'),
  });
  const short = await told(refused('vault.create', { backend: 'passphrase', passphrase: { value: 'seven77' } }));
  expect(short.message).toContain('8 characters');
  const made = await told(run('vault.create', { backend: 'passphrase', passphrase: { env: 'VAULT' } }));
  expect(made).toMatchObject({ state: 'open', openedBy: 'passphrase', backends: ['passphrase'] });
  expect((await refused('vault.create', { backend: 'memory' })).code).toBe('name-taken');

  expect((await run('vault.lock', {})).state).toBe('locked');
  expect(tokens.letGo).toHaveBeenCalledOnce();
  const wrong = await told(refused('vault.unlock', { passphrase: { value: next } }));
  expect(wrong.code).toBe('wrong-passphrase');
  expect((await refused('vault.unlock', {})).code).toBe('vault-locked');
  expect((await run('vault.unlock', { passphrase: { value: phrase } })).state).toBe('open');
  await told(run('vault.wrap', { backend: 'passphrase', passphrase: { file } })); // its line break is no letter
  await told(run('vault.wrap', { backend: 'safe-storage' }));
  await run('vault.lock', {});
  expect((await run('vault.unlock', { passphrase: { value: next } })).openedBy).toBe('passphrase');
  expect((await run('vault.unwrap', { backend: 'passphrase' })).backends).toEqual(['safe-storage']);
  await run('vault.lock', {});
  expect((await run('vault.unlock', {})).openedBy).toBe('safe-storage');

  const trail = store.audit.list(100);
  expect(trail.map(({ request, outcome }) => `${request}, ${outcome}`).reverse()).toEqual([
    'Vault made: by passphrase, done',
    'Vault locked, done',
    'Vault opened: by passphrase, refused: wrong passphrase',
    'Vault opened: by passphrase, done',
    'Way to open the vault added: by passphrase, done',
    'Way to open the vault added: by safe-storage, done',
    'Vault locked, done',
    'Vault opened: by passphrase, done',
    'Way to open the vault taken away: by passphrase, done',
    'Vault locked, done',
    'Vault opened: by safe-storage, done',
  ]);
  expect(JSON.stringify([heard, ports.logged, trail])).not.toContain('canary');
  expect(tainted(ports.dataFolder, [phrase, next])).toEqual([]);
});

test('a host that reads no environment for others refuses to for the vault, and opens by its own', async () => {
  const { run, refused } = openConsole({ capabilities: ['stay'], passphrase: async () => phrase });
  expect((await refused('vault.unlock', { passphrase: { env: 'VAULT' } })).code).toBe('capability-missing');
  expect((await refused('vault.unlock', {})).code).toBe('vault-missing');
  const made: VaultStatus = await run('vault.create', { backend: 'passphrase' });
  expect(made.state).toBe('open');
});
