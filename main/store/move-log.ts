import { DatabaseSync } from 'node:sqlite';

/**
 * Moves what a database's write-ahead log holds into the database file, as far as nobody is in the way: a passive checkpoint
 * (https://sqlite.org/c3ref/wal_checkpoint_v2.html). Writes and syncs much and blocks meanwhile, hence for a thread beside the one that
 * answers; writers and readers go on. Throws where the disk refuses.
 */
export function moveLog(file: string): void {
  const database = new DatabaseSync(file);
  try {
    database.exec('PRAGMA busy_timeout=0; PRAGMA wal_checkpoint(PASSIVE)');
  } finally {
    database.close();
  }
}
