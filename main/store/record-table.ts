import type { RecordKinds } from '../../shared/domain/change.ts';
import type { Journal } from './journal.ts';
import type { Database } from './sqlite.ts';

/** Kinds kept as whole records by id, without columns to search. */
export type PlainKind =
  | 'key'
  | 'access'
  | 'discovery'
  | 'checkup'
  | 'draft'
  | 'subscription'
  | 'queue'
  | 'rule'
  | 'form'
  | 'receiver'
  | 'answer'
  | 'submission';

/** Records of one such kind, oldest first. */
export interface RecordTable<K extends PlainKind> {
  list(): RecordKinds[K][];
  get(id: string): RecordKinds[K] | undefined;
  put(record: RecordKinds[K]): void;
  remove(id: string): void;
}

/** The records of a kind; writes are named in the journal. */
export function createRecordTable<K extends PlainKind>(database: Database, journal: Journal, kind: K): RecordTable<K> {
  const parse = (row: { record?: unknown }) => JSON.parse(String(row.record)) as RecordKinds[K];
  return {
    list: () => database.all('SELECT record FROM records WHERE kind = ? ORDER BY rowid', kind).map(parse),
    get(id) {
      const row = database.get('SELECT record FROM records WHERE kind = ? AND id = ?', kind, id);
      return row ? parse(row) : undefined;
    },
    put(record) {
      database.run(
        `INSERT INTO records(kind, id, record) VALUES(?, ?, ?)
         ON CONFLICT(kind, id) DO UPDATE SET record = excluded.record`,
        kind,
        record.id,
        JSON.stringify(record),
      );
      journal(kind, record.id, 'put');
    },
    remove(id) {
      const { changes } = database.run('DELETE FROM records WHERE kind = ? AND id = ?', kind, id);
      if (changes > 0) journal(kind, id, 'delete');
    },
  };
}
