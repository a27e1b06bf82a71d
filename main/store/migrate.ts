import { closeSync, openSync } from 'node:fs';
import path from 'node:path';
import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import { privateFolder } from './private-folder.ts';
import { type Database, rollBack } from './sqlite.ts';
import { migrations } from './migrations.ts';

/**
 * Brings a database to the newest version, one migration after the other, never back. A database that already held something is
 * copied to backups/ first. Several processes may try at once: the first one migrates, the others find it done.
 */
export function migrate(database: Database, folder: string, steps: readonly string[] = migrations): Reply<number> {
  const version = () => Number(database.get('PRAGMA user_version')?.user_version ?? 0);
  const found = version();
  if (found > steps.length)
    return fail(
      'folder-unusable',
      `The data folder was written by a newer Switchboard (version ${found} of its records, this one knows ${steps.length}).`,
      'Start the newer Switchboard, or choose another folder with --data-dir.',
    );
  if (found === steps.length) return ok(found);
  if (found > 0) backUp(database, folder, found);
  database.exec('BEGIN IMMEDIATE');
  try {
    for (let next = version(); next < steps.length; next += 1) {
      database.exec(steps[next] as string);
      database.exec(`PRAGMA user_version=${next + 1}`);
    }
    database.exec('COMMIT');
    return ok(steps.length);
  } catch (error) {
    rollBack(database);
    throw error;
  }
}

function backUp(database: Database, folder: string, version: number): void {
  const backups = path.join(folder, 'backups');
  privateFolder(backups);
  const file = path.join(backups, `switchboard-v${version}-${Date.now()}.db`);
  closeSync(openSync(file, 'w', 0o600)); // VACUUM INTO fills an empty file and keeps its mode
  database.run('VACUUM INTO ?', file);
}
