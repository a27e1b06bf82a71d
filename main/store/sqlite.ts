import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';

/** A row, by column name. */
export type Row = Record<string, SQLOutputValue>;

/** One SQLite database with its prepared statements kept. Values go in by position. */
export interface Database {
  readonly file: string;
  run(sql: string, ...values: SQLInputValue[]): { changes: number; lastId: number };
  get(sql: string, ...values: SQLInputValue[]): Row | undefined;
  all(sql: string, ...values: SQLInputValue[]): Row[];
  exec(sql: string): void;
  close(): void;
}

/** Wraps an open handle; statements are prepared once and live as long as the handle. */
export function wrapDatabase(handle: DatabaseSync, file: string): Database {
  const kept = new Map<string, StatementSync>();
  const statement = (sql: string): StatementSync => {
    const known = kept.get(sql);
    if (known) return known;
    const made = handle.prepare(sql);
    kept.set(sql, made);
    return made;
  };
  return {
    file,
    run(sql, ...values) {
      const { changes, lastInsertRowid } = statement(sql).run(...values);
      return { changes: Number(changes), lastId: Number(lastInsertRowid) };
    },
    get: (sql, ...values) => statement(sql).get(...values),
    all: (sql, ...values) => statement(sql).all(...values),
    exec: (sql) => handle.exec(sql),
    close: () => handle.close(),
  };
}

/** Ends a failed transaction. After a full disk SQLite has ended it already, and a second error would hide the first. */
export function rollBack(database: Database): void {
  try {
    database.exec('ROLLBACK');
  } catch {
    // ended already
  }
}
