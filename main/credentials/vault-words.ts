import { existsSync } from 'node:fs';
import { type Failure, fail } from '../../shared/contract/errors.ts';
import { leastPassphrase } from '../../shared/domain/vault.ts';
import { beforePath, vaultPath } from './vault-file.ts';

type Failed = { ok: false; error: Failure };

/** The vault's file is not what a console wrote; `why` ends a sentence. Nothing of ours writes over it. */
export function damaged(folder: string, why: string): Failed {
  const [file, before] = [vaultPath(folder), beforePath(folder)];
  const next = existsSync(before)
    ? `Put ${before} in its place, or move both away to start with an empty vault.`
    : 'Put a copy of yours in its place, or move it away to start with an empty vault.';
  return fail('vault-damaged', `The vault ${file} cannot be used, and was left as it is: ${why}.`, next);
}

/** One secret cannot be opened, all others can. */
export const damagedSecret = (what: string): Failed =>
  fail(
    'vault-damaged',
    `Something else changed ${what} in the vault's file, so it cannot be used; the other secrets can.`,
    'Give it again, or put vault.json.before in the place of vault.json.',
  );

/** Nobody made a vault yet, and this process has no passphrase to make one with. */
export const missing = (what: string): Failed =>
  fail(
    'vault-missing',
    `This data folder has no vault yet in which to keep ${what}.`,
    'Set SWITCHBOARD_PASSPHRASE, run switchboard vault create, or choose in Settings where secrets are kept.',
  );

/** The vault cannot be opened with what this process has. `stored`: only the operating system's key store opens it. */
export const locked = (stored: boolean, reason?: string): Failed =>
  fail(
    'vault-locked',
    reason ?? 'The vault is locked.',
    stored
      ? 'Let a passphrase open it too, in Switchboard’s own window (Settings, which runs vault.wrap), then set SWITCHBOARD_PASSPHRASE here.'
      : 'Give its passphrase: set SWITCHBOARD_PASSPHRASE, or unlock it in Settings.',
  );

/** A person locked it in this process. */
export const lockedByHand = (): Failed =>
  fail('vault-locked', 'The vault was locked in this console.', 'Unlock it in Settings.');

/** The passphrase is another one. */
export const wrongPassphrase = (): Failed =>
  fail(
    'wrong-passphrase',
    'The passphrase does not open the vault.',
    'Check SWITCHBOARD_PASSPHRASE or what was typed, and try again; if you are sure of it, put vault.json.before in the place of vault.json.',
  );

/** There is a vault already. */
export const taken = (): Failed =>
  fail(
    'name-taken',
    'This data folder has a vault already.',
    'Use that one; another way to open it is added with switchboard vault wrap, or in Settings.',
  );

/** A vault in memory has nothing that could be opened. */
export const inMemory = (): Failed =>
  fail(
    'invalid-input',
    'This vault keeps secrets in memory only; nothing has to open it.',
    'Let it keep them under a passphrase or in the key store, if they should last.',
  );

/** The last way to a vault. */
export const lastWay = (): Failed =>
  fail(
    'invalid-input',
    'Nothing else opens the vault, so this way stays.',
    'Add another way first, then take this one away.',
  );

/** The file system refused; `reason` as it says it. */
export const unwritable = (folder: string, reason: string): Failed =>
  fail(
    'folder-unusable',
    `The vault ${vaultPath(folder)} cannot be written: ${reason}.`,
    'Check the permissions of the data folder and try again.',
  );

/** No secret has the reference. `memory`: those of an earlier process are gone. */
export const absent = (what: string, memory: boolean): Failed =>
  fail(
    'secret-missing',
    memory
      ? `This process was not given ${what}: the vault keeps secrets in memory only, and those of an earlier process are gone.`
      : `The vault does not have ${what}.`,
    memory ? 'Give it again, or let the vault keep secrets under a passphrase.' : 'Give it, then try again.',
  );

/** A passphrase that is too easily guessed, or none. */
export const shortPassphrase = (): Failed =>
  fail(
    'invalid-input',
    `The passphrase is too short: it needs at least ${leastPassphrase} characters.`,
    'Choose a longer one; several words are best.',
  );

/** What a host without the port says of it. */
export const noStoreHere = 'This program cannot use the operating system’s key store; Switchboard’s own window can.';

/** The operating system's key store cannot be had; `says` is a sentence. */
export const noKeyStore = (says: string): Failed =>
  fail('capability-missing', says, 'Use a passphrase instead, or keep secrets in memory only.');

/** The failure of a vault, told of the secret that was wanted. */
export function concerning(what: string, { error }: Failed): Failed {
  const message = `${error.message.replace(/\.$/, '')}, so ${what} is out of reach.`;
  return { ok: false, error: { ...error, message } };
}
