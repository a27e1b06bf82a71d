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
  // A Task's versions and polls leave its record, which lists show ten thousand of; the same Task may be sent by us and received by us.
  `
  CREATE TABLE task_versions(task INTEGER NOT NULL, n INTEGER NOT NULL, record TEXT NOT NULL, PRIMARY KEY(task, n)) STRICT, WITHOUT ROWID;
  CREATE TABLE task_polls(id INTEGER PRIMARY KEY AUTOINCREMENT, task INTEGER NOT NULL, record TEXT NOT NULL) STRICT;
  CREATE INDEX task_polls_task ON task_polls(task, id);
  INSERT INTO task_versions SELECT tasks.id, one.key, one.value FROM tasks, json_each(tasks.record, '$.versions') one;
  INSERT INTO task_polls(task, record) SELECT tasks.id, one.value FROM tasks, json_each(tasks.record, '$.polls') one;

  ALTER TABLE tasks RENAME TO tasks_before;
  DROP INDEX tasks_next_poll;
  CREATE TABLE tasks(
    id INTEGER PRIMARY KEY AUTOINCREMENT, side TEXT NOT NULL, base_url TEXT NOT NULL, task_id TEXT NOT NULL, status TEXT NOT NULL,
    next_poll_at INTEGER, record TEXT NOT NULL, UNIQUE(base_url, task_id, side)) STRICT;
  CREATE INDEX tasks_next_poll ON tasks(next_poll_at) WHERE next_poll_at IS NOT NULL;
  CREATE INDEX tasks_server_poll ON tasks(base_url, next_poll_at) WHERE next_poll_at IS NOT NULL;
  INSERT INTO tasks SELECT id, 'sent', base_url, task_id, status, next_poll_at,
    json_set(json_remove(record, '$.versions', '$.polls'), '$.side', 'sent',
      '$.versionCount', json_array_length(record, '$.versions'), '$.lastVersion', json_extract(record, '$.versions[#-1]'),
      '$.pollCount', json_array_length(record, '$.polls'), '$.lastPoll', json_extract(record, '$.polls[#-1]'))
    FROM tasks_before;
  DROP TABLE tasks_before;
  UPDATE tasks SET record = json_set(record, '$.lastPlannedPollAt', (SELECT json_extract(polls.record, '$.at') FROM task_polls polls
    WHERE polls.task = tasks.id AND json_extract(polls.record, '$.byHand') IS NULL ORDER BY polls.id DESC LIMIT 1))
    WHERE EXISTS (SELECT 1 FROM task_polls polls WHERE polls.task = tasks.id AND json_extract(polls.record, '$.byHand') IS NULL);
  UPDATE task_polls SET record = json_set(json_remove(record, '$.byHand'), '$.by', 'hand') WHERE json_extract(record, '$.byHand');
  UPDATE tasks SET record = json_set(json_remove(record, '$.lastPoll.byHand'), '$.lastPoll.by', 'hand')
    WHERE json_extract(record, '$.lastPoll.byHand');
  UPDATE tasks SET record = json_remove(record, '$.lastVersion') WHERE json_extract(record, '$.versionCount') = 0;
  UPDATE tasks SET record = json_remove(record, '$.lastPoll') WHERE json_extract(record, '$.pollCount') = 0;
  `,
  // What a subscription tells is more than its record should carry: a flood brings a thousand events in a second.
  `
  CREATE TABLE subscription_events(seq INTEGER PRIMARY KEY AUTOINCREMENT, subscription TEXT NOT NULL, record TEXT NOT NULL) STRICT;
  CREATE INDEX subscription_events_of ON subscription_events(subscription, seq);
  `,
  // What is looked for stands apart from what is shown: an inbox of a hundred thousand pushes is walked in its narrow rows alone.
  `
  ALTER TABLE pushes RENAME TO pushes_before;
  DROP INDEX pushes_tracking;
  CREATE TABLE push_records(id INTEGER PRIMARY KEY, record TEXT NOT NULL) STRICT;
  CREATE TABLE pushes(
    id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, kind TEXT NOT NULL, duplicate_of INTEGER, state TEXT, task INTEGER,
    answered INTEGER, waits_until INTEGER, tracking_value TEXT, last INTEGER, admin_ref TEXT, digest TEXT, exchange_id INTEGER NOT NULL,
    words TEXT NOT NULL) STRICT;
  INSERT INTO push_records SELECT id, record FROM pushes_before;
  INSERT INTO pushes SELECT id, at, kind, NULL, NULL, NULL, json_extract(record, '$.answered'), NULL,
    trim(substr(tracking_id, instr(tracking_id, '|') + 1)),
    kind = 'submission' AND json_extract(record, '$.final') IS NOT 0, NULL, NULL, exchange_id,
    substr(lower(concat_ws(' ', json_extract(record, '$.title'), tracking_id, json_extract(record, '$.memberId'),
      substr(json_extract(record, '$.payerId'), instr(json_extract(record, '$.payerId'), '|') + 1),
      substr(json_extract(record, '$.providerId'), instr(json_extract(record, '$.providerId'), '|') + 1),
      substr(json_extract(record, '$.organizationId'), instr(json_extract(record, '$.organizationId'), '|') + 1),
      json_extract(record, '$.attachTo'), kind, json_extract(record, '$.notification'), json_extract(record, '$.sender'),
      (SELECT group_concat(concat_ws(' ', json_extract(one.value, '$.code'), json_extract(one.value, '$.title')), ' ')
        FROM json_each(record, '$.attachments') one))), 1, 2000)
    FROM pushes_before;
  DROP TABLE pushes_before;
  CREATE INDEX pushes_page ON pushes(at, duplicate_of, kind, state, answered, waits_until, task);
  CREATE INDEX pushes_tracking ON pushes(tracking_value, digest) WHERE tracking_value IS NOT NULL;
  CREATE INDEX pushes_admin_ref ON pushes(admin_ref) WHERE admin_ref IS NOT NULL;
  CREATE INDEX pushes_digest ON pushes(digest) WHERE digest IS NOT NULL AND tracking_value IS NULL;
  CREATE INDEX pushes_task ON pushes(task) WHERE task IS NOT NULL;
  CREATE INDEX pushes_repeats ON pushes(duplicate_of) WHERE duplicate_of IS NOT NULL;

  ALTER TABLE tasks ADD COLUMN tracking_value TEXT;
  ALTER TABLE tasks ADD COLUMN admin_ref TEXT;
  ALTER TABLE tasks ADD COLUMN claim TEXT;
  UPDATE tasks SET
    tracking_value = trim(substr(json_extract(record, '$.trackingId'), instr(json_extract(record, '$.trackingId'), '|') + 1)),
    claim = trim(substr(json_extract(record, '$.claim'), instr(json_extract(record, '$.claim'), '|') + 1));
  CREATE INDEX tasks_tracking ON tasks(tracking_value) WHERE tracking_value IS NOT NULL;
  CREATE INDEX tasks_admin_ref ON tasks(admin_ref) WHERE admin_ref IS NOT NULL;
  CREATE INDEX tasks_claim ON tasks(claim) WHERE claim IS NOT NULL;
  `,
  // What was asked is written once, its row again when the answer is known: beside it a large text would be written twice.
  `
  CREATE TABLE request_texts(exchange INTEGER PRIMARY KEY, text BLOB NOT NULL) STRICT;
  INSERT INTO request_texts SELECT id, request_body FROM exchanges WHERE request_body IS NOT NULL;
  ALTER TABLE exchanges DROP COLUMN request_body;
  `,
  // Of the pushes of one name those that wait are found in their order, however many there are.
  `
  CREATE INDEX pushes_held ON pushes(tracking_value) WHERE tracking_value IS NOT NULL AND (state = 'held' OR state IS NULL);
  CREATE INDEX pushes_held_ref ON pushes(admin_ref) WHERE admin_ref IS NOT NULL AND (state = 'held' OR state IS NULL);
  `,
];
