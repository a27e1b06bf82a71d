import { describe, expect, it } from 'vitest';
import { listKeys, usersOf } from '../../../renderer/features/settings/keys/use-keys.ts';
import { dayWords, fieldOf, jwksFileName, usersWords } from '../../../renderer/features/settings/keys/words.ts';
import { settingsDetailOf, settingsPlaceOf } from '../../../renderer/features/settings/places.ts';
import { canTakeAway, stateWords, vaultFile } from '../../../renderer/features/settings/vault/words.ts';
import { passphraseProblem } from '../../../renderer/parts/vault-gate/new-passphrase.tsx';
import { fail } from '../../../shared/contract/errors.ts';
import type { VaultStatus } from '../../../shared/domain/vault.ts';
import { keyOf, keys } from '../../fakes/access/keys.ts';
import { connections } from '../../fakes/records.ts';

const status: VaultStatus = {
  state: 'open',
  backends: ['passphrase'],
  openedBy: 'passphrase',
  choices: [],
  secrets: 3,
};

describe('keys', () => {
  it('are listed by name, the retired apart and the last retired first, with who signs', () => {
    const older = keyOf('1111', 'old', 'RS256', { state: 'retired', retiredAt: '2020-01-01T00:00:00Z' });
    const rows = listKeys([older, ...keys], connections);
    const said = rows.map((row) => (row.kind === 'head' ? `${row.title} ${row.count}` : row.id));
    expect(said).toEqual(['Signing 2', 'c04e', '9f31', 'Retired, still published 2', '27ab', '1111']);
    const users = rows.flatMap((row) => (row.kind === 'key' ? [row.users.map(({ id }) => id)] : []));
    expect(users).toEqual([['c3'], ['c4'], [], []]);
  });
  it('belong to connections whatever the case of their name', () => {
    expect(usersOf(connections, 'HARBOR-UAT').map(({ id }) => id)).toEqual(['c4']);
    expect(usersWords([{ name: 'Mesa' }, { name: 'Lakeside' }, { name: 'Cedar' }])).toBe('Mesa and 2 more');
    expect(usersWords([])).toBe('no connection');
  });
  it('are told wrong at the field that is', () => {
    const { error: encrypted } = fail('key-unusable', 'The PEM is encrypted, and no passphrase was given.', 'Give it.');
    const { error: taken } = fail('name-taken', 'There is a key main already.', 'Choose another name.');
    const { error: kid } = fail('name-taken', 'The key main has the kid abc already.', 'Use that key.');
    const { error: wrong } = fail('wrong-passphrase', 'It does not open the key.', 'Try again.');
    const { error: none } = fail('key-unusable', 'There is no private key in it that can be read.', 'Give a PEM.');
    const { error: vault } = fail('vault-locked', 'The vault is locked.', 'Unlock it.');
    const fields = [encrypted, taken, kid, wrong, none, vault].map(fieldOf);
    expect(fields).toEqual(['passphrase', 'name', 'source', 'passphrase', 'source', undefined]);
  });
  it('are saved under a name a file system takes', () => {
    expect(jwksFileName('Harbor / UAT: 2026')).toBe('harbor-uat-2026-jwks.json');
    expect([jwksFileName('../..'), jwksFileName(undefined)]).toEqual(['key-jwks.json', 'switchboard-jwks.json']);
  });
  it('are of a day, inside a sentence', () => {
    const now = new Date(2026, 10, 22, 12).getTime();
    expect(dayWords(new Date(2026, 10, 22, 9).toISOString(), now)).toBe('today');
    expect(dayWords(new Date(2026, 10, 3, 9).toISOString(), now)).toBe('on 3 Nov');
  });
});

describe('the vault', () => {
  it('says how it stands, and warns where secrets do not last', () => {
    expect(stateWords(status)).toMatchObject({ result: 'ok', title: 'Open, by its passphrase' });
    const memory = stateWords({ ...status, backends: ['memory'], openedBy: 'memory', secrets: 1 });
    expect(memory).toMatchObject({ result: 'warn', title: 'Open, in memory only' });
    expect(memory.says).toMatch(/^1 secret held/);
    expect(stateWords({ ...status, state: 'locked' }).result).toBe('warn');
    expect(stateWords({ ...status, state: 'damaged' }).result).toBe('fail');
    expect(stateWords({ ...status, state: 'none' }).result).toBe('unchecked');
  });
  it('keeps its last way, and gives none away while it is locked', () => {
    const both: VaultStatus = { ...status, backends: ['safe-storage', 'passphrase'] };
    expect(canTakeAway(both, 'passphrase')).toBe(true);
    expect(canTakeAway(status, 'passphrase')).toBe(false);
    expect(canTakeAway(both, 'memory')).toBe(false);
    expect(canTakeAway({ ...both, state: 'locked' }, 'passphrase')).toBe(false);
  });
  it('lies in the data folder, as that system writes paths', () => {
    expect(vaultFile('/home/pat/switchboard')).toBe('/home/pat/switchboard/vault.json');
    expect(vaultFile('C:\\Users\\pat\\Switchboard')).toBe('C:\\Users\\pat\\Switchboard\\vault.json');
  });
  it('takes a passphrase that is long enough and typed twice, and repeats none', () => {
    const typed = ['hunter2', 'a fine passphrase'] as const;
    expect(passphraseProblem(undefined, undefined)).toBe('Write a passphrase.');
    expect(passphraseProblem(typed[0], typed[0])).toMatch(/too short/);
    expect(passphraseProblem(typed[1], 'another one')).toBe('The two are not the same.');
    expect(passphraseProblem(typed[1], undefined)).toBe('The two are not the same.');
    expect(passphraseProblem(typed[1], typed[1])).toBeUndefined();
    expect(passphraseProblem('é'.normalize('NFD').repeat(4), '')).toMatch(/too short/);
  });
});

describe('the sections of the settings', () => {
  it('are found by their address', () => {
    expect(['vault', 'keys/9f31', 'nonsense', undefined].map(settingsPlaceOf)).toEqual([
      'vault',
      'keys',
      'general',
      'general',
    ]);
    expect(['keys/9f31', 'keys', undefined].map(settingsDetailOf)).toEqual(['9f31', undefined, undefined]);
  });
});
