import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createVault, type VaultEvent, type VaultOptions } from '../../../main/credentials/open-vault.ts';
import type { ScryptCost } from '../../../main/credentials/scrypt.ts';
import type { Vault } from '../../../main/credentials/vault.ts';
import type { SafeStorage } from '../../../main/ports.ts';
import { throwAwayFolder } from '../../fakes/ports.ts';

/** A passphrase nobody uses. */
export const phrase = 'fake passphrase of a test';

/** So little that tests are quick; the product has no way to ask for it. */
export const cheap: ScryptCost = { N: 2 ** 4, r: 8, p: 1 };

export interface TestVault {
  vault: Vault;
  folder: string;
  file: string;
  events: VaultEvent[];
  /** How long wrong passphrases were made to wait, in milliseconds; nobody waits here. */
  pauses: number[];
}

/** A vault of a process, as it were: two on one folder are two processes. `passphrase`: what the environment has. */
export function openVault(
  options: Partial<Omit<VaultOptions, 'passphrase'>> & { passphrase?: string } = {},
): TestVault {
  const folder = options.folder ?? throwAwayFolder();
  const events: VaultEvent[] = [];
  const pauses: number[] = [];
  const { passphrase, ...rest } = options;
  const vault = createVault({
    cost: cheap,
    note: (event) => events.push(event),
    pause: async (ms) => pauses.push(ms),
    ...rest,
    folder,
    passphrase: async () => passphrase,
  });
  return { vault, folder, file: path.join(folder, 'vault.json'), events, pauses };
}

/** A key store as a desktop has it; another `owner` cannot unwrap what this one wrapped. */
export function keyStore(owner = 'someone', available = true): SafeStorage {
  return {
    state: () => ({ available, says: available ? 'A key store of a test.' : 'This desktop has no keyring.' }),
    wrap: (secret) => Buffer.from(`${owner}:${secret}`).map((byte) => byte ^ 0x5a) as Buffer,
    unwrap(wrapped) {
      const text = Buffer.from(wrapped.map((byte) => byte ^ 0x5a)).toString();
      if (!text.startsWith(`${owner}:`)) throw new Error('not mine');
      return text.slice(owner.length + 1);
    },
  };
}

/** The file as data. */
export const readJson = (file: string) => JSON.parse(readFileSync(file, 'utf8'));

/** Changes the file as somebody with an editor would, who knows nothing of sums. */
export function edit(file: string, change: (content: ReturnType<typeof readJson>) => unknown): void {
  const content = readJson(file);
  writeFileSync(file, JSON.stringify(change(content) ?? content));
}

/** Names of the files below a folder that hold one of the words in any common spelling. */
export function tainted(folder: string, words: string[]): string[] {
  const spellings = words.flatMap((word) => {
    const bytes = Buffer.from(word);
    return [
      word,
      encodeURIComponent(word),
      ...(['base64', 'base64url', 'hex'] as const).map((as) => bytes.toString(as)),
    ];
  });
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => spellings.some((word) => readFileSync(file).includes(word)));
}
