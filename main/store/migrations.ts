/**
 * The shape of the database, forward only: a step, once released, is never edited; a new need is a new step.
 * Instants are milliseconds since the epoch; records are JSON beside the columns that are searched.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE changes(seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, id TEXT NOT NULL, op TEXT NOT NULL) STRICT;

  CREATE TABLE connections(
    id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE COLLATE NOCASE, record TEXT NOT NULL) STRICT;

  CREATE TABLE exchanges(
    id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, direction TEXT NOT NULL, record TEXT NOT NULL,
    base_url TEXT, head TEXT, request_headers TEXT NOT NULL, response_headers TEXT NOT NULL,
    request_file TEXT, response_file TEXT, request_size INTEGER NOT NULL, response_size INTEGER NOT NULL,
    request_body BLOB, response_body BLOB, ranges BLOB) STRICT;
  CREATE INDEX exchanges_at ON exchanges(at);

  CREATE TABLE tasks(
    id INTEGER PRIMARY KEY AUTOINCREMENT, base_url TEXT NOT NULL, task_id TEXT NOT NULL, status TEXT NOT NULL,
    next_poll_at INTEGER, record TEXT NOT NULL, UNIQUE(base_url, task_id)) STRICT;
  CREATE INDEX tasks_next_poll ON tasks(next_poll_at) WHERE next_poll_at IS NOT NULL;

  CREATE TABLE pushes(
    id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, kind TEXT NOT NULL, tracking_id TEXT,
    exchange_id INTEGER NOT NULL, record TEXT NOT NULL) STRICT;
  CREATE INDEX pushes_tracking ON pushes(tracking_id);

  CREATE TABLE roles(id TEXT PRIMARY KEY, record TEXT NOT NULL) STRICT;
  `,
  `
  CREATE TABLE records(kind TEXT NOT NULL, id TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY(kind, id)) STRICT;

  CREATE TABLE audit(
    seq INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, action TEXT NOT NULL, hash TEXT NOT NULL, record TEXT NOT NULL) STRICT;
  CREATE TRIGGER audit_keeps BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
  CREATE TRIGGER audit_stays BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;

  UPDATE connections SET record = json_set(record, '$.line', json('{}'), '$.secrets', json('[]'),
    '$.policy', json('{"signatures":"not-required","purposeOfUse":"optional","polling":"cdex","quirks":[]}'));
  `,
  // REPLACE deletes without asking a trigger; so nothing may be inserted where an entry stands.
  `
  CREATE TRIGGER audit_follows BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE seq = NEW.seq)
    BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
  CREATE INDEX audit_action ON audit(action, seq);
  `,
];
