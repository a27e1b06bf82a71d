import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import { type VaultStatus, vaultBackends } from '../../../../shared/domain/vault.ts';
import { get, refused } from '../host.ts';
import type { Case } from '../suite.ts';
import { haveVault, vaultPassphrase } from '../vault.ts';

const given = (value: string) => ({ passphrase: { value } });

export const vaultCases: readonly Case[] = [
  {
    name: 'vault.status says how the vault stands and what each backend is like here',
    async run(host) {
      await haveVault(host);
      const status = await get<VaultStatus>(host, 'vault.status');
      expect(['locked', 'open']).toContain(status.state);
      expect(status.backends).toContain('passphrase');
      expect(status.choices.map(({ backend }) => backend)).toEqual([...vaultBackends]);
      for (const { says } of status.choices) expect(says).toMatch(/\.$/);
    },
  },
  {
    name: 'a vault is made once; its file is its owner’s alone and does not hold the passphrase',
    async run(host) {
      await haveVault(host);
      for (const backend of vaultBackends)
        expect((await refused(host, 'vault.create', { backend, ...given('another passphrase') })).code).toBe(
          'name-taken',
        );
      const file = path.join(host.dataFolder, 'vault.json');
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      expect(await readFile(file, 'utf8')).not.toContain(vaultPassphrase);
    },
  },
  {
    name: 'vault.unlock takes the right passphrase, or what the host was started with, and refuses the rest',
    async run(host) {
      await haveVault(host);
      expect((await get<VaultStatus>(host, 'vault.lock')).state).toBe('locked');
      const wrong = await refused(host, 'vault.unlock', given('fake wrong passphrase'));
      expect(wrong.code).toBe('wrong-passphrase');
      expect(JSON.stringify(wrong)).not.toContain('fake wrong');
      const opened = await get<VaultStatus>(host, 'vault.unlock', given(vaultPassphrase));
      expect(opened).toMatchObject({ state: 'open', openedBy: 'passphrase' });
      await get(host, 'vault.lock');
      expect((await get<VaultStatus>(host, 'vault.unlock')).state).toBe('open');
    },
  },
  {
    name: 'another way to open the vault is added where the host has it, and the last way stays',
    async run(host) {
      await haveVault(host);
      const { choices } = await get<VaultStatus>(host, 'vault.status');
      if (choices.find(({ backend }) => backend === 'safe-storage')?.available) {
        const both = await get<VaultStatus>(host, 'vault.wrap', { backend: 'safe-storage' });
        expect(both.backends.toSorted()).toEqual(['passphrase', 'safe-storage']);
        await get(host, 'vault.unwrap', { backend: 'safe-storage' });
      } else expect((await refused(host, 'vault.wrap', { backend: 'safe-storage' })).code).toBe('capability-missing');
      expect((await refused(host, 'vault.unwrap', { backend: 'passphrase' })).code).toBe('invalid-input');
      expect((await refused(host, 'vault.wrap', { backend: 'passphrase', ...given('short') })).code).toBe(
        'invalid-input',
      );
      const again = await get<VaultStatus>(host, 'vault.wrap', { backend: 'passphrase', ...given(vaultPassphrase) });
      expect(again.backends).toEqual(['passphrase']);
    },
  },
  {
    name: 'a passphrase in a variable or a file is read where the host reads them, and nowhere else',
    async run(host) {
      await haveVault(host);
      const input = { passphrase: { env: 'SWITCHBOARD_PASSPHRASE' } };
      if (host.capabilities.includes('environment'))
        expect((await get<VaultStatus>(host, 'vault.unlock', input)).state).toBe('open');
      else expect((await refused(host, 'vault.unlock', input)).code).toBe('capability-missing');
    },
  },
];
