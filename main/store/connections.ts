import type { Connection } from '../../shared/domain/connection.ts';
import type { Tell } from './audit.ts';
import { connectionTold, removalTold } from './audit-words.ts';
import type { Database } from './sqlite.ts';
import type { Journal } from './journal.ts';

/** Stored connections; names are unique whatever their case. */
export interface ConnectionTable {
  list(): Connection[];
  get(id: string): Connection | undefined;
  /** By id, else by name. */
  find(idOrName: string): Connection | undefined;
  put(connection: Connection): void;
  remove(id: string): void;
}

const parse = (row: { record?: unknown } | undefined) =>
  row ? (JSON.parse(String(row.record)) as Connection) : undefined;

/** The connections of a database; writes are named in the journal, and told to the audit trail. */
export function createConnectionTable(database: Database, journal: Journal, tell: Tell): ConnectionTable {
  const get = (id: string) => parse(database.get('SELECT record FROM connections WHERE id = ?', id));
  return {
    get,
    list: () => database.all('SELECT record FROM connections ORDER BY rowid').map((row) => parse(row) as Connection),
    find: (idOrName) => get(idOrName) ?? parse(database.get('SELECT record FROM connections WHERE name = ?', idOrName)),
    put(connection) {
      const told = connectionTold(get(connection.id), connection);
      database.run(
        `INSERT INTO connections(id, name, record) VALUES(?, ?, ?)
         ON CONFLICT(id) DO UPDATE SET name = excluded.name, record = excluded.record`,
        connection.id,
        connection.name,
        JSON.stringify(connection),
      );
      journal('connection', connection.id, 'put');
      if (told) tell(told);
    },
    remove(id) {
      const before = get(id);
      database.run('DELETE FROM connections WHERE id = ?', id);
      journal('connection', id, 'delete');
      if (before) tell(removalTold(before));
    },
  };
}
