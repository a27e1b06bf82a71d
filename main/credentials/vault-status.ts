import type { VaultBackend, VaultStatus } from '../../shared/domain/vault.ts';
import type { SafeStorage } from '../ports.ts';
import type { KeyHolder } from './key-holder.ts';
import type { MemorySecrets } from './memory-secrets.ts';
import { unsealSecret } from './sealed-vault.ts';
import { partsOf, readVaultFile, type SealedFile } from './vault-file.ts';
import { damaged, noStoreHere } from './vault-words.ts';

/** What a vault's state is read from. */
export interface StatusMeans {
  folder: string;
  safeStorage?: SafeStorage;
  keys: KeyHolder;
  memory: MemorySecrets;
}

const choicesOf = (safeStorage?: SafeStorage): VaultStatus['choices'] => [
  { backend: 'safe-storage', ...(safeStorage?.state() ?? { available: false, says: noStoreHere }) },
  {
    backend: 'passphrase',
    available: true,
    says: 'A file encrypted under a passphrase of yours (scrypt, AES-256-GCM). Window, web host and command line open it alike.',
  },
  {
    backend: 'memory',
    available: true,
    says: 'Nothing is saved: a secret is gone when the program that was given it ends.',
  },
];

/** How the vault stands, without opening it. */
export function vaultStatus({ folder, safeStorage, keys, memory }: StatusMeans): VaultStatus {
  const choices = choicesOf(safeStorage);
  const found = readVaultFile(folder);
  switch (found.kind) {
    case 'none':
      return { state: 'none', backends: [], choices, secrets: 0 };
    case 'damaged':
      return { state: 'damaged', backends: [], choices, secrets: 0, problem: problemOf(folder, found.why) };
    case 'memory':
      return {
        state: 'open',
        backends: ['memory'],
        openedBy: 'memory',
        choices,
        secrets: memory.of(found.id).size,
      };
    case 'sealed':
      return { choices, ...sealedStatus(folder, keys, found.file) };
  }
}

function problemOf(folder: string, why: string): VaultStatus['problem'] {
  const { message, next } = damaged(folder, why).error;
  return { message, next };
}

function sealedStatus(folder: string, keys: KeyHolder, file: SealedFile): Omit<VaultStatus, 'choices'> {
  const parts = partsOf(file);
  const common = { backends: file.wraps.map(({ backend }): VaultBackend => backend), secrets: parts.secrets.size };
  const key = keys.held(file);
  const openedBy = keys.openedBy();
  if (!key || !openedBy) {
    // Open until now, and the list changed under us.
    if (openedBy)
      return { state: 'damaged', ...common, problem: problemOf(folder, 'the list of its secrets was changed') };
    return { state: 'locked', ...common };
  }
  const broken = [...parts.secrets.keys()].filter((reference) => {
    const bytes = unsealSecret(key, file, reference);
    bytes?.fill(0);
    return bytes === undefined;
  });
  if (broken.length === 0) return { state: 'open', ...common, openedBy };
  const message = `Something else changed ${broken.length} of ${common.secrets} secrets in the vault’s file: ${broken.join(', ')}.`;
  const next = 'Give them again, or put vault.json.before in the place of vault.json.';
  return { state: 'open', ...common, openedBy, problem: { message, next } };
}
