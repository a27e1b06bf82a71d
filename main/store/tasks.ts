import type { TaskRecord } from '../../shared/domain/task.ts';
import type { Database, Row } from './sqlite.ts';
import type { Journal } from './journal.ts';

/** Tasks we sent or took up, one row a Task of a server. */
export interface TaskTable {
  /** Newest first. */
  list(limit: number, status?: string): TaskRecord[];
  get(id: string): TaskRecord | undefined;
  /** By server and the server's id. */
  find(baseUrl: string, taskId: string): TaskRecord | undefined;
  add(task: Omit<TaskRecord, 'id'>): TaskRecord;
  put(task: TaskRecord): void;
  /** Those that are due to be polled at `now` (ms), soonest first. */
  due(now: number, limit: number): TaskRecord[];
  /** When the next one after `now` is due (ms). */
  nextDue(now: number): number | undefined;
}

const parse = (row: Row): TaskRecord => ({ ...(JSON.parse(String(row.record)) as TaskRecord), id: String(row.id) });
const dueAt = (task: { nextPollAt?: string }) => (task.nextPollAt ? Date.parse(task.nextPollAt) : null);

/** The Tasks of a database; writes are named in the journal. */
export function createTaskTable(database: Database, journal: Journal): TaskTable {
  const one = (row: Row | undefined) => (row ? parse(row) : undefined);
  return {
    list: (limit, status) =>
      status === undefined
        ? database.all('SELECT id, record FROM tasks ORDER BY id DESC LIMIT ?', limit).map(parse)
        : database
            .all('SELECT id, record FROM tasks WHERE status = ? ORDER BY id DESC LIMIT ?', status, limit)
            .map(parse),
    get: (id) => one(database.get('SELECT id, record FROM tasks WHERE id = ?', id)),
    find: (baseUrl, taskId) =>
      one(database.get('SELECT id, record FROM tasks WHERE base_url = ? AND task_id = ?', baseUrl, taskId)),
    add(task) {
      const { lastId } = database.run(
        'INSERT INTO tasks(base_url, task_id, status, next_poll_at, record) VALUES(?, ?, ?, ?, ?)',
        task.baseUrl,
        task.taskId,
        task.status,
        dueAt(task),
        JSON.stringify(task),
      );
      journal('task', String(lastId), 'put');
      return { ...task, id: String(lastId) };
    },
    put(task) {
      database.run(
        'UPDATE tasks SET status = ?, next_poll_at = ?, record = ? WHERE id = ?',
        task.status,
        dueAt(task),
        JSON.stringify(task),
        task.id,
      );
      journal('task', task.id, 'put');
    },
    due: (now, limit) =>
      database
        .all('SELECT id, record FROM tasks WHERE next_poll_at <= ? ORDER BY next_poll_at LIMIT ?', now, limit)
        .map(parse),
    nextDue(now) {
      const soonest = database.get('SELECT min(next_poll_at) AS at FROM tasks WHERE next_poll_at > ?', now)?.at;
      return soonest === null || soonest === undefined ? undefined : Number(soonest);
    },
  };
}
