import type { Push } from '../../shared/domain/push.ts';
import type { Journal } from './journal.ts';
import { type PushFilter, pushCondition } from './push-filter.ts';
import { createPushSearch } from './push-search.ts';
import { daysOf, fewPushes, idsOf } from './push-window.ts';
import { digestKept, pushColumns, pushValues } from './push-row.ts';
import type { Database, Row } from './sqlite.ts';

/** A window of the pushes that fit, newest first by arrival, and how much there is. */
export interface PushPage {
  /** Those that fit, and those there are. */
  total: number;
  all: number;
  /** YYYY-MM-DD, newest first. */
  days: { day: string; count: number }[];
  pushes: Push[];
}

/** What the receiver stored: narrow rows that are searched, and the records beside them. */
export interface PushTable {
  /** Newest first, without repeats unless asked for; `before` is an id. */
  list(limit: number, filter?: PushFilter & { before?: string | undefined }): Push[];
  /** `zone`: minutes local time is ahead of UTC, for the days. */
  page(filter: PushFilter & { offset: number; limit: number; zone: number }): PushPage;
  /** The same in steps, for what has to be looked for in the words of each: others get their turn between them. */
  search(filter: PushFilter & { offset: number; limit: number; zone: number }): Promise<PushPage>;
  searchList(limit: number, filter: PushFilter & { before?: string | undefined }): Promise<Push[]>;
  get(id: string): Push | undefined;
  add(push: Omit<Push, 'id'>): Push;
  put(push: Push): void;
  /** Notes what a push was answered with, and how that came to be, in place of what was promised; whatever else is written to it stays. */
  settle(id: string, told: Pick<Push, 'answer' | 'answeredAt'> & { answered?: number }): void;
  /** Lays these fields over the record as it is by now; answers it, or nothing where it is gone. */
  patch(id: string, fields: Partial<Push>): Push | undefined;
  remove(id: string): boolean;
  /** Whether any has this value of a tracking id. */
  hasTracking(value: string): boolean;
  /** The pushes, not repeats themselves, that brought these bytes under this value of a tracking id, or under none; oldest first. */
  sameBytes(digest: string, trackingValue: string | undefined, limit: number): Push[];
  /** Those of a tracking id's value under whatever system, newest first, repeats left out. */
  ofTracking(value: string, limit: number): Push[];
  /** Some of them that said no more would follow and were not refused. */
  lastOfTracking(value: string, limit: number): Push[];
  /** Counts one more that brought the same. */
  countRepeat(id: string): void;
  /** Those that brought the same again, oldest first. */
  repeatsOf(id: string, limit: number): Push[];
  repeatCount(id: string): number;
  /** Those that came by these exchanges, by the time they came and their ids. */
  ofExchanges(exchanges: readonly { id: string; at: string }[]): Push[];
  /** Those that belong to a Task, oldest first. */
  ofTask(taskId: string, limit: number): Push[];
  /** Those of these names of requests under which any push waits, or was never looked at. */
  waitedFor(keys: readonly string[]): string[];
  /** The pushes that name a request by this and wait for it, or were never looked at, oldest first; those after an id. */
  heldFor(key: string, limit: number, after?: string): Push[];
}

const parse = (row: Row): Push => ({ ...(JSON.parse(String(row.record)) as Push), id: String(row.id) });
const withRecord = 'SELECT id, record FROM pushes JOIN push_records USING (id)';
/** As the indexes of those that wait have it. */
const waits = "(state = 'held' OR state IS NULL)";
const byTracking = 'pushes INDEXED BY pushes_held WHERE tracking_value';
const byReference = 'pushes INDEXED BY pushes_held_ref WHERE admin_ref';

/** The pushes of a database; writes are named in the journal. */
export function createPushTable(database: Database, journal: Journal): PushTable {
  const get = (id: string) => {
    const row = database.get('SELECT id, record FROM push_records WHERE id = ?', id);
    return row ? parse(row) : undefined;
  };
  const all = (sql: string, ...values: Parameters<Database['all']> extends [string, ...infer V] ? V : never) =>
    database.all(`${withRecord} ${sql}`, ...values).map(parse);

  const assignments = pushColumns
    .split(', ')
    .map((name) => `${name} = ?`)
    .join(', ');
  const insert = `INSERT INTO pushes(${pushColumns}) VALUES(${pushColumns.replaceAll(/\w+/g, '?')})`;

  function put(push: Push): void {
    const { changes } = database.run('UPDATE push_records SET record = ? WHERE id = ?', JSON.stringify(push), push.id);
    if (changes === 0) return; // removed meanwhile
    database.run(`UPDATE pushes SET ${assignments} WHERE id = ?`, ...pushValues(push), push.id);
    journal('push', push.id, 'put');
  }

  const steps = createPushSearch(database);
  const pageOf = (days: PushPage['days'], ids: readonly number[]): PushPage => ({
    total: days.reduce((sum, { count }) => sum + count, 0),
    all: Number(database.get('SELECT count(*) AS count FROM pushes')?.count),
    days,
    pushes: recordsOf(ids),
  });
  const recordsOf = (ids: readonly number[]) => ids.flatMap((id) => get(String(id)) ?? []);
  const below = (before: string | undefined) => (before === undefined ? Number.MAX_SAFE_INTEGER : Number(before) || 0);

  return {
    list(limit, { before, ...filter } = {}) {
      const { sql, values } = pushCondition(filter);
      return all(`WHERE ${sql} AND id < ? ORDER BY id DESC LIMIT ?`, ...values, below(before), limit);
    },
    page({ offset, limit, zone, ...filter }) {
      const condition = pushCondition(filter);
      const found = fewPushes(database, condition, zone);
      return found
        ? pageOf(found.days, found.ids.slice(offset, offset + limit))
        : pageOf(daysOf(database, condition, zone), idsOf(database, condition, offset, limit));
    },
    async search({ offset, limit, zone, ...filter }) {
      const { days, ids } = await steps.pages(filter, { offset, limit, zone });
      return pageOf(days, ids);
    },
    async searchList(limit, { before, ...filter }) {
      return recordsOf(await steps.ids(filter, { before: below(before), limit }));
    },
    get,
    add(push) {
      const { lastId } = database.run(insert, ...pushValues(push));
      database.run('INSERT INTO push_records(id, record) VALUES(?, ?)', lastId, JSON.stringify(push));
      journal('push', String(lastId), 'put');
      return { ...push, id: String(lastId) };
    },
    put,
    settle(id, told) {
      // By far the commonest write to a push: it is neither read for it nor looked up anew in each index.
      const { changes } = database.run(
        `UPDATE push_records SET record = json_patch(json_remove(record, '$.answer', '$.promised'), ?) WHERE id = ?`,
        JSON.stringify(told),
        id,
      );
      if (changes === 0) return;
      // Where what was promised was answered, as nearly always, its row says so already.
      if (told.answered !== undefined)
        database.run('UPDATE pushes SET answered = ?1 WHERE id = ?2 AND answered IS NOT ?1', told.answered, Number(id));
      else
        database.run(
          "UPDATE pushes SET answered = (SELECT record ->> '$.answered' FROM push_records WHERE id = ?1) WHERE id = ?1",
          Number(id),
        );
      journal('push', id, 'put');
    },
    patch(id, fields) {
      const push = get(id);
      if (!push) return undefined;
      const next = { ...push, ...fields, id };
      put(next);
      return next;
    },
    remove(id) {
      const { changes } = database.run('DELETE FROM pushes WHERE id = ?', id);
      if (changes === 0) return false;
      database.run('DELETE FROM push_records WHERE id = ?', id);
      journal('push', id, 'delete');
      return true;
    },
    hasTracking: (value) => database.get('SELECT 1 FROM pushes WHERE tracking_value = ? LIMIT 1', value) !== undefined,
    sameBytes(digest, trackingValue, limit) {
      const under = trackingValue === undefined ? 'tracking_value IS NULL' : 'tracking_value = ?';
      return all(
        `WHERE digest = ? AND ${under} AND duplicate_of IS NULL ORDER BY id LIMIT ?`,
        digest.slice(0, digestKept),
        ...(trackingValue === undefined ? [] : [trackingValue]),
        limit,
      ).filter((push) => push.digest === digest);
    },
    ofTracking: (value, limit) =>
      all('WHERE tracking_value = ? AND duplicate_of IS NULL ORDER BY id DESC LIMIT ?', value, limit),
    lastOfTracking: (value, limit) =>
      all(
        'WHERE tracking_value = ? AND last = 1 AND duplicate_of IS NULL AND (answered IS NULL OR answered < 400) LIMIT ?',
        value,
        limit,
      ),
    countRepeat(id) {
      database.run(
        `UPDATE push_records SET record = json_set(record, '$.repeats', coalesce(json_extract(record, '$.repeats'), 0) + 1)
         WHERE id = ?`,
        id,
      );
      journal('push', id, 'put');
    },
    repeatsOf: (id, limit) => all('WHERE duplicate_of = ? ORDER BY id LIMIT ?', Number(id), limit),
    repeatCount: (id) =>
      Number(database.get('SELECT count(*) AS count FROM pushes WHERE duplicate_of = ?', Number(id))?.count),
    ofExchanges(exchanges) {
      if (exchanges.length === 0) return [];
      // A push bears the time of its exchange: what lies between the first and the last of them is found by its index.
      const times = exchanges.map(({ at }) => Date.parse(at));
      return all(
        'WHERE at BETWEEN ? AND ? AND exchange_id IN (SELECT value FROM json_each(?))',
        Math.min(...times),
        Math.max(...times),
        JSON.stringify(exchanges.map(({ id }) => Number(id))),
      );
    },
    ofTask: (taskId, limit) => all('WHERE task = ? ORDER BY id LIMIT ?', Number(taskId), limit),
    waitedFor: (keys) =>
      database
        .all(
          `SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM ${byTracking} = value AND ${waits})
             OR EXISTS (SELECT 1 FROM ${byReference} = value AND ${waits})`,
          JSON.stringify(keys),
        )
        .map(({ value }) => String(value)),
    heldFor: (key, limit, after = '0') =>
      all(
        `WHERE id IN (SELECT id FROM (SELECT id FROM ${byTracking} = ?1 AND ${waits} AND id > ?3 ORDER BY id LIMIT ?2)
           UNION SELECT id FROM (SELECT id FROM ${byReference} = ?1 AND ${waits} AND id > ?3 ORDER BY id LIMIT ?2)) ORDER BY id LIMIT ?2`,
        key,
        limit,
        Number(after),
      ),
  };
}
