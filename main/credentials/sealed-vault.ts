import { randomBytes } from 'node:crypto';
import { ok, type Reply } from '../../shared/contract/errors.ts';
import { whileLocked } from '../store/folder-lock.ts';
import { storageFailure } from '../store/storage-failure.ts';
import type { KeyHolder } from './key-holder.ts';
import { covers } from './memory-secrets.ts';
import { expandKey, type Sealed, seal, unseal, type VaultKey, wipeKey } from './seal.ts';
import {
  partsOf,
  readVaultFile,
  type SealedFile,
  sealFile,
  vaultFormat,
  type VaultParts,
  vaultPath,
  vaultVersion,
  writeMemoryFile,
  writeSealedFile,
} from './vault-file.ts';
import { damaged, inMemory, missing, unwritable } from './vault-words.ts';
import type { Wrapper } from './wraps.ts';

const bound = (id: string, reference: string) => [vaultFormat, vaultVersion, id, 'secret', reference];

/** Seals a secret for its reference. The bytes stay the caller's. */
export const sealSecret = (key: VaultKey, reference: string, bytes: Buffer): Sealed =>
  seal(key.secrets, bound(key.id, reference), bytes);

/** One secret; undefined when its content was changed or taken away. Whoever gets it wipes it. */
export function unsealSecret(
  key: VaultKey,
  file: Pick<SealedFile, 'secrets' | 'contents'>,
  reference: string,
): Buffer | undefined {
  const [nonce, sealed] = [file.secrets, file.contents].map((of) =>
    Object.hasOwn(of, reference) ? of[reference] : undefined,
  );
  if (typeof nonce !== 'string' || typeof sealed !== 'string') return undefined;
  return unseal(key.secrets, bound(key.id, reference), { nonce, sealed });
}

/** What a change makes of the parts; `withoutTrace` as writeSealedFile has it. Undefined: nothing is written. */
export type Edit = (key: VaultKey, parts: VaultParts) => { parts: VaultParts; withoutTrace?: boolean } | undefined;

/** Runs what writes the file, alone among all processes; a disk that fails is a failure, not an exception. */
async function alone<T>(folder: string, work: () => Reply<T>): Promise<Reply<T>> {
  try {
    return await whileLocked(folder, 'vault', work);
  } catch (error) {
    const storage = storageFailure(error, vaultPath(folder));
    if (storage) return { ok: false, error: storage };
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return unwritable(folder, message);
  }
}

/** Writes a vault in memory; false when there is one of any kind already. */
export function writeMemoryVault(folder: string): Promise<Reply<boolean>> {
  return alone<boolean>(folder, () => {
    const found = readVaultFile(folder);
    if (found.kind === 'damaged') return damaged(folder, found.why);
    if (found.kind !== 'none') return ok(false);
    writeMemoryFile(folder, randomBytes(16).toString('base64url'));
    return ok(true);
  });
}

/**
 * Writes a vault with a fresh key, unless there is one by now (false). `carried`: the vault in memory that it replaces, and its secrets.
 * The key is the caller's to hold or to wipe.
 */
export async function writeFirst(
  folder: string,
  wrapper: Wrapper,
  carried?: { id: string; secrets: ReadonlyMap<string, Buffer> },
): Promise<Reply<VaultKey | false>> {
  const key = expandKey(randomBytes(16).toString('base64url'), randomBytes(32));
  const written = await alone<boolean>(folder, () => {
    const found = readVaultFile(folder);
    if (found.kind === 'damaged') return damaged(folder, found.why);
    if (found.kind !== (carried ? 'memory' : 'none')) return ok(false);
    const secrets = new Map(
      [...(carried?.secrets ?? [])].map(([reference, bytes]) => [reference, sealSecret(key, reference, bytes)]),
    );
    writeSealedFile(folder, sealFile(key, { wraps: [wrapper(key)], secrets }), carried !== undefined);
    return ok(true);
  });
  if (written.ok && written.value) return ok(key);
  wipeKey(key);
  return written.ok ? ok(false) : written;
}

/**
 * Changes the vault: opens it where the host can, reads it again under the lock, and writes what `edit` makes of it. A vault that became
 * another one in between is opened again. Answers whether something was written.
 */
export async function change(folder: string, keys: KeyHolder, edit: Edit): Promise<Reply<boolean>> {
  for (;;) {
    const found = readVaultFile(folder);
    if (found.kind === 'none') return missing('secrets');
    if (found.kind === 'damaged') return damaged(folder, found.why);
    if (found.kind === 'memory') return inMemory();
    const opened = await keys.keyOf(found.file);
    if (!opened.ok) return opened;
    const done = await alone<boolean | undefined>(folder, () => {
      const again = readVaultFile(folder);
      const key = again.kind === 'sealed' ? keys.held(again.file) : undefined;
      if (again.kind !== 'sealed' || !key) return ok(undefined);
      const edited = edit(key, partsOf(again.file));
      if (edited) writeSealedFile(folder, sealFile(key, edited.parts), edited.withoutTrace);
      return ok(edited !== undefined);
    });
    if (!done.ok) return done;
    if (done.value !== undefined) return ok(done.value);
  }
}

/**
 * Forgets a secret, or all that begin so, and answers which. With the key at hand they leave the list; without it their contents go,
 * and their names are marked until somebody with the key writes the list anew. The version before forgets them too.
 */
export function forgetSealed(folder: string, keys: KeyHolder, given: string): Promise<Reply<string[]>> {
  return alone<string[]>(folder, () => {
    const found = readVaultFile(folder);
    if (found.kind === 'damaged') return damaged(folder, found.why);
    if (found.kind !== 'sealed') return ok([]);
    const { wraps, secrets } = partsOf(found.file);
    const gone = [...secrets.keys()].filter((reference) => covers(given, reference));
    if (gone.length === 0) return ok([]);
    const key = keys.held(found.file);
    const left = new Map([...secrets].filter(([reference]) => !gone.includes(reference)));
    writeSealedFile(folder, key ? sealFile(key, { wraps, secrets: left }) : without(found.file, gone), true);
    return ok(gone);
  });
}

function without(file: SealedFile, gone: string[]): SealedFile {
  const contents = Object.fromEntries(Object.entries(file.contents).filter(([reference]) => !gone.includes(reference)));
  return { ...file, contents, forgotten: [...file.forgotten, ...gone] };
}
