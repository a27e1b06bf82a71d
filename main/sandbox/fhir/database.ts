import { chmodSync, closeSync, openSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

/** Raised when the tables change; an older sandbox database is emptied, never migrated: its content can be made again. */
const LAYOUT = 2;

const tables = `
  CREATE TABLE resource (
    rid INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, type TEXT NOT NULL, id TEXT NOT NULL,
    version INTEGER NOT NULL, updated INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0, json TEXT NOT NULL);
  CREATE INDEX resource_type ON resource (type, deleted);
  CREATE TABLE history (
    seq INTEGER PRIMARY KEY, type TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL,
    updated INTEGER NOT NULL, method TEXT NOT NULL, json TEXT);
  CREATE INDEX history_of ON history (type, id, version);
  CREATE TABLE entry (
    rid INTEGER NOT NULL, type TEXT NOT NULL, code TEXT NOT NULL, grp INTEGER NOT NULL,
    system TEXT, value TEXT NOT NULL, text TEXT NOT NULL, low REAL, high REAL);
  CREATE INDEX entry_value ON entry (type, code, value);
  CREATE INDEX entry_low ON entry (type, code, low);
  CREATE INDEX entry_of ON entry (rid, code);
  CREATE TABLE owner (key TEXT PRIMARY KEY, member TEXT, scope TEXT);
  CREATE TABLE event (
    subscription TEXT NOT NULL, number INTEGER NOT NULL, at INTEGER NOT NULL, focus TEXT NOT NULL, version INTEGER NOT NULL,
    sent INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (subscription, number)) WITHOUT ROWID;
  CREATE TABLE note (name TEXT PRIMARY KEY, value TEXT NOT NULL);
`;

/** Its tables. */
const names = ['resource', 'history', 'entry', 'owner', 'event', 'note'];

/** A row of the table `resource`, as searches read it. */
export interface ResourceRow {
  rid: number;
  key: string;
  type: string;
  json: string;
}

/** A piece of SQL with the values for its question marks. */
export interface Sql {
  text: string;
  values: SQLInputValue[];
}

/** Makes a file only its owner can read (0600), or narrows the one that is there; SQLite gives -wal and -shm its mode. */
function makePrivate(file: string): void {
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
}

/** One server's store: resources, their versions, and what they can be found by. */
export class Database {
  readonly #connection: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  /** Opens or makes the file; ':memory:' keeps nothing. */
  constructor(file: string) {
    if (file !== ':memory:') makePrivate(file);
    this.#connection = new DatabaseSync(file);
    this.#connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
    const version = this.#connection.prepare('PRAGMA user_version').get()?.user_version;
    if (version !== LAYOUT) this.#rebuild();
  }

  #rebuild(): void {
    for (const name of names) this.#connection.exec(`DROP TABLE IF EXISTS ${name}`);
    this.#connection.exec(`${tables} PRAGMA user_version = ${LAYOUT}`);
  }

  #prepare(text: string): StatementSync {
    let statement = this.#statements.get(text);
    if (!statement) {
      // Searches make endless different texts; the few fixed ones come back at once after a clearing.
      if (this.#statements.size > 200) this.#statements.clear();
      statement = this.#connection.prepare(text);
      this.#statements.set(text, statement);
    }
    return statement;
  }

  /** All rows. The caller names the shape that its own SELECT gives. */
  all<Row>(text: string, values: SQLInputValue[] = []): Row[] {
    return this.#prepare(text).all(...values) as Row[];
  }

  /** The first row, if any. */
  get<Row>(text: string, values: SQLInputValue[] = []): Row | undefined {
    return this.#prepare(text).get(...values) as Row | undefined;
  }

  /** Runs a change. */
  run(text: string, values: SQLInputValue[] = []): void {
    this.#prepare(text).run(...values);
  }

  /** Opens a savepoint; these nest. */
  begin(name: string): void {
    this.#connection.exec(`SAVEPOINT ${name}`);
  }

  /** Keeps what happened since the savepoint. */
  keep(name: string): void {
    this.#connection.exec(`RELEASE ${name}`);
  }

  /** Undoes what happened since the savepoint. */
  undo(name: string): void {
    this.#connection.exec(`ROLLBACK TO ${name}; RELEASE ${name}`);
  }

  /** A small remembered value, such as the seed; undefined when never written. */
  note(name: string): string | undefined {
    return this.get<{ value: string }>('SELECT value FROM note WHERE name = ?', [name])?.value;
  }

  /** Remembers a small value. */
  setNote(name: string, value: string): void {
    this.run('INSERT INTO note VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value', [name, value]);
  }

  /** Forgets every resource, version, event and note. */
  empty(): void {
    for (const name of names) this.run(`DELETE FROM ${name}`);
  }

  close(): void {
    this.#statements.clear();
    this.#connection.close();
  }
}
