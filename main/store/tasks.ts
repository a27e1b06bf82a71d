import type { TaskDetail, TaskPoll, TaskRecord, TaskSide, TaskVersion } from '../../shared/domain/task.ts';
import { identifierValue } from '../../shared/fhir/identifier.ts';
import type { Database, Row } from './sqlite.ts';
import type { Journal } from './journal.ts';

/** Which Tasks; what is left out is not looked at. */
export interface TaskFilter {
  limit: number;
  status?: string | readonly string[] | undefined;
  side?: TaskSide | undefined;
  /** Of this server alone. */
  baseUrl?: string | undefined;
}

/** What is written with a Task's record: what was learned of it since. */
export interface TaskNews {
  version?: TaskVersion | undefined;
  poll?: TaskPoll | undefined;
}

/** Tasks we sent, took up or received: one row a Task of a server and side; versions and polls beside it. */
export interface TaskTable {
  /** Newest first. */
  list(filter: TaskFilter): TaskRecord[];
  get(id: string): TaskRecord | undefined;
  /** The same with versions and polls, oldest first. */
  detail(id: string): TaskDetail | undefined;
  versions(id: string): TaskVersion[];
  /** By server and the server's id. */
  find(baseUrl: string, taskId: string, side?: TaskSide): TaskRecord | undefined;
  add(task: Omit<TaskRecord, 'id'>, news?: TaskNews): TaskRecord;
  put(task: TaskRecord, news?: TaskNews): void;
  /** In place of the versions there are, in this order. */
  putVersions(id: string, versions: readonly TaskVersion[]): void;
  remove(id: string): void;
  /** Base URLs of the servers that have Tasks due to be polled at `now` (ms), the one with the longest due first. */
  partnersDue(now: number, limit: number): string[];
  /** The Tasks of one server that are due to be polled at `now` (ms), soonest first. */
  due(baseUrl: string, now: number, limit: number): TaskRecord[];
  /** When the next one after `now` is due (ms). */
  nextDue(now: number): number | undefined;
  /** How many of one server are due from `from` until before `to` (ms); counts no further than `most`. */
  crowd(baseUrl: string, from: number, to: number, most: number): number;
  /** Moves what is due at one server before `until` (ms) to then, at most `limit`; answers how many that were. */
  postpone(baseUrl: string, until: number, limit: number): number;
  /** Those that are due after `time` (ms), by their ids, from the one after `id` on. */
  dueAfter(time: number, id: string, limit: number): TaskRecord[];
  /** Tasks we sent whose tracking id, reference number or claim has one of these values, whatever its system; newest first of each. */
  named(values: readonly string[], limit: number): TaskRecord[];
  /** Values that name the Tasks we sent, by our ids of them, from the one after `id` on. */
  namesAfter(id: string, limit: number): { id: string; names: string[] }[];
  /** Tasks we sent that their servers call so, newest first. */
  ofServerId(taskId: string): TaskRecord[];
  /** Tasks we sent that a subscription wakes, or none (null) does, by their ids, from the one after `id` on. */
  wokenBy(subscriptionId: string | null, id: string, limit: number): TaskRecord[];
}

/** Polls kept with a Task; older ones stay in the list of exchanges. They are cleared in steps. */
const pollsKept = 200;
const clearEvery = 20;

const parse = (row: Row): TaskRecord => ({ ...(JSON.parse(String(row.record)) as TaskRecord), id: String(row.id) });
const namesOf = ({ trackingId, adminRef, claim }: Partial<TaskRecord>) =>
  [trackingId, adminRef, claim].map((name) => (name ? identifierValue(name) : null));
const dueAt = (task: { nextPollAt?: string }) => (task.nextPollAt ? Date.parse(task.nextPollAt) : null);

/** The Tasks of a database; writes are named in the journal. */
export function createTaskTable(database: Database, journal: Journal): TaskTable {
  const one = (row: Row | undefined) => (row ? parse(row) : undefined);
  const get: TaskTable['get'] = (id) => one(database.get('SELECT id, record FROM tasks WHERE id = ?', id));
  const recordsOf = (sql: string, id: string) => database.all(sql, id).map(({ record }) => JSON.parse(String(record)));
  const versions: TaskTable['versions'] = (id) =>
    recordsOf('SELECT record FROM task_versions WHERE task = ? ORDER BY n', id);

  const namesTask = (value: string) =>
    database.get(
      `SELECT 1 WHERE EXISTS (SELECT 1 FROM tasks WHERE tracking_value = ?1) OR EXISTS (SELECT 1 FROM tasks WHERE admin_ref = ?1)
         OR EXISTS (SELECT 1 FROM tasks WHERE claim = ?1)`,
      value,
    ) !== undefined;

  const addVersion = (id: string, version: TaskVersion) =>
    database.run(
      `INSERT INTO task_versions(task, n, record)
       SELECT ?1, coalesce(max(n) + 1, 0), ?2 FROM task_versions WHERE task = ?1`,
      id,
      JSON.stringify(version),
    );

  function note({ id, pollCount }: TaskRecord, { version, poll }: TaskNews): void {
    if (version) addVersion(id, version);
    if (!poll) return;
    database.run('INSERT INTO task_polls(task, record) VALUES(?, ?)', id, JSON.stringify(poll));
    if (pollCount % clearEvery === 0)
      database.run(
        'DELETE FROM task_polls WHERE task = ?1 AND id NOT IN (SELECT id FROM task_polls WHERE task = ?1 ORDER BY id DESC LIMIT ?2)',
        id,
        pollsKept,
      );
  }

  return {
    list: ({ limit, status, side, baseUrl }) =>
      database
        .all(
          `SELECT id, record FROM tasks WHERE (?1 IS NULL OR status IN (SELECT value FROM json_each(?1)))
             AND (?2 IS NULL OR side = ?2) AND (?3 IS NULL OR base_url = ?3) ORDER BY id DESC LIMIT ?4`,
          status === undefined ? null : JSON.stringify([status].flat()),
          side ?? null,
          baseUrl ?? null,
          limit,
        )
        .map(parse),
    get,
    detail(id) {
      const record = get(id);
      if (!record) return undefined;
      const polls = recordsOf('SELECT record FROM task_polls WHERE task = ? ORDER BY id', id);
      return { ...record, versions: versions(id), polls };
    },
    versions,
    find: (baseUrl, taskId, side = 'sent') =>
      one(
        database.get(
          'SELECT id, record FROM tasks WHERE base_url = ? AND task_id = ? AND side = ?',
          baseUrl,
          taskId,
          side,
        ),
      ),
    add(task, news = {}) {
      const { lastId } = database.run(
        `INSERT INTO tasks(side, base_url, task_id, status, next_poll_at, record, tracking_value, admin_ref, claim)
         VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        task.side,
        task.baseUrl,
        task.taskId,
        task.status,
        dueAt(task),
        JSON.stringify(task),
        ...namesOf(task),
      );
      const added = { ...task, id: String(lastId) };
      note(added, news);
      journal('task', added.id, 'put');
      return added;
    },
    put(task, news = {}) {
      database.run(
        `UPDATE tasks SET status = ?, next_poll_at = ?, record = ?, tracking_value = ?, admin_ref = ?, claim = ?
         WHERE id = ?`,
        task.status,
        dueAt(task),
        JSON.stringify(task),
        ...namesOf(task),
        task.id,
      );
      note(task, news);
      journal('task', task.id, 'put');
    },
    putVersions(id, list) {
      database.run('DELETE FROM task_versions WHERE task = ?', id);
      for (const version of list) addVersion(id, version);
    },
    remove(id) {
      const { changes } = database.run('DELETE FROM tasks WHERE id = ?', id);
      if (changes === 0) return;
      database.run('DELETE FROM task_versions WHERE task = ?', id);
      database.run('DELETE FROM task_polls WHERE task = ?', id);
      journal('task', id, 'delete');
    },
    // From one server to the next by the index, so that ten thousand Tasks of one are not walked.
    partnersDue: (now, limit) =>
      database
        .all(
          `WITH RECURSIVE servers(base_url) AS (
             SELECT min(base_url) FROM tasks WHERE next_poll_at IS NOT NULL
             UNION ALL
             SELECT (SELECT min(base_url) FROM tasks WHERE base_url > servers.base_url AND next_poll_at IS NOT NULL)
             FROM servers WHERE base_url IS NOT NULL)
           SELECT base_url, (SELECT min(next_poll_at) FROM tasks
             WHERE tasks.base_url = servers.base_url AND next_poll_at IS NOT NULL) AS soonest
           FROM servers WHERE soonest <= ? ORDER BY soonest LIMIT ?`,
          now,
          limit,
        )
        .map((row) => String(row.base_url)),
    due: (baseUrl, now, limit) =>
      database
        .all(
          'SELECT id, record FROM tasks WHERE base_url = ? AND next_poll_at <= ? ORDER BY next_poll_at LIMIT ?',
          baseUrl,
          now,
          limit,
        )
        .map(parse),
    nextDue(now) {
      const soonest = database.get('SELECT min(next_poll_at) AS at FROM tasks WHERE next_poll_at > ?', now)?.at;
      return soonest === null || soonest === undefined ? undefined : Number(soonest);
    },
    crowd: (baseUrl, from, to, most) =>
      Number(
        database.get(
          `SELECT count(*) AS count FROM (SELECT 1 FROM tasks
             WHERE base_url = ? AND next_poll_at >= ? AND next_poll_at < ? LIMIT ?)`,
          baseUrl,
          from,
          to,
          most,
        )?.count,
      ),
    postpone(baseUrl, until, limit) {
      const moved = database.all(
        `UPDATE tasks SET next_poll_at = ?1, record = json_set(record, '$.nextPollAt', ?2) WHERE id IN
           (SELECT id FROM tasks WHERE base_url = ?3 AND next_poll_at < ?1 LIMIT ?4) RETURNING id`,
        until,
        new Date(until).toISOString(),
        baseUrl,
        limit,
      );
      for (const { id } of moved) journal('task', String(id), 'put');
      return moved.length;
    },
    dueAfter: (time, id, limit) =>
      database
        .all(
          'SELECT id, record FROM tasks WHERE next_poll_at > ? AND id > ? ORDER BY id LIMIT ?',
          time,
          Number(id),
          limit,
        )
        .map(parse),
    named(values, limit) {
      // One value after the other: an index is quicker asked than a list of values is made. Most pushes name no Task of ours.
      const found = values.filter(namesTask).flatMap((value) =>
        database.all(
          `SELECT id, record FROM tasks WHERE side = 'sent' AND (tracking_value = ?1 OR admin_ref = ?1 OR claim = ?1)
           ORDER BY id DESC LIMIT ?2`,
          value,
          limit,
        ),
      );
      return [...new Map(found.map((row) => [row.id, row])).values()].map(parse);
    },
    namesAfter: (id, limit) =>
      database
        .all(
          `SELECT id, tracking_value, admin_ref, claim FROM tasks
           WHERE id > ? AND side = 'sent' AND coalesce(tracking_value, admin_ref, claim) IS NOT NULL ORDER BY id LIMIT ?`,
          Number(id),
          limit,
        )
        .map((row) => ({
          id: String(row.id),
          names: [row.tracking_value, row.admin_ref, row.claim].filter((name) => typeof name === 'string'),
        })),
    ofServerId: (taskId) =>
      database
        .all("SELECT id, record FROM tasks WHERE task_id = ? AND side = 'sent' ORDER BY id DESC LIMIT 10", taskId)
        .map(parse),
    wokenBy: (subscriptionId, id, limit) =>
      database
        .all(
          `SELECT id, record FROM tasks
           WHERE id > ? AND side = 'sent' AND json_extract(record, '$.subscriptionId') IS ? ORDER BY id LIMIT ?`,
          Number(id),
          subscriptionId,
          limit,
        )
        .map(parse),
  };
}
