import { chmodSync, closeSync, openSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import { migrate } from './migrate.ts';
import { privateFolder } from './private-folder.ts';
import { type Database, wrapDatabase } from './sqlite.ts';
import { isBusy, storageFailure } from './storage-failure.ts';

/** How long a writer waits for another process's transaction, in milliseconds. */
const defaultBusyTimeoutMs = 10_000;

/**
 * Opens (or makes) the console's database in a data folder: 0700, file 0600, WAL, migrated forward.
 * Fails with `folder-unusable` when it cannot be written or belongs to a newer version, `folder-corrupt` when SQLite cannot read it.
 */
export function openDatabase(folder: string, busyTimeoutMs = defaultBusyTimeoutMs): Reply<Database> {
  const file = path.join(folder, 'switchboard.db');
  try {
    privateFolder(folder);
    closeSync(openSync(file, 'a', 0o600)); // SQLite gives -wal and -shm the mode of this file
    chmodSync(file, 0o600);
  } catch (error) {
    return fail(
      'folder-unusable',
      `The data folder ${folder} cannot be written: ${(error as Error).message}.`,
      'Choose another folder with --data-dir, or mend its permissions.',
    );
  }
  let handle: DatabaseSync | undefined;
  try {
    handle = new DatabaseSync(file);
    handle.exec(`PRAGMA busy_timeout=${busyTimeoutMs}`);
    switchToWal(handle, busyTimeoutMs);
    // A checkpoint syncs the whole file: one every 16 MB of log keeps it out of the way of ordinary exchanges.
    handle.exec(`PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-8000;
      PRAGMA wal_autocheckpoint=4000;`);
    const database = wrapDatabase(handle, file);
    const migrated = migrate(database, folder);
    if (!migrated.ok) {
      handle.close();
      return migrated;
    }
    return ok(database);
  } catch (error) {
    handle?.close();
    return unreadable(file, error as Error);
  }
}

/** SQLite does not wait its busy timeout for this one lock, which two processes want when they make a folder together. */
function switchToWal(handle: DatabaseSync, waitMs: number): void {
  const end = performance.now() + waitMs;
  for (;;)
    try {
      handle.exec('PRAGMA journal_mode=WAL');
      return;
    } catch (error) {
      if (!isBusy(error) || performance.now() > end) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
}

function unreadable(file: string, error: Error): Reply<never> {
  const storage = storageFailure(error, file);
  if (storage && storage.code !== 'folder-corrupt') return { ok: false, error: storage };
  return fail(
    'folder-corrupt',
    `${file} is not a database this console can read: ${error.message}.`,
    `Nothing was changed in it. Move the file aside and start again; a copy from before the last upgrade may lie in ${path.join(path.dirname(file), 'backups')}.`,
  );
}
