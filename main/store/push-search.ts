import { setImmediate as nextTurn } from 'node:timers/promises';
import { aboutClaim, type PushCondition, type PushFilter, pushCondition } from './push-filter.ts';
import { dayOf, msPerDay, msPerMinute, type PushDay } from './push-window.ts';
import type { Database } from './sqlite.ts';

/** Rows that are looked at before others get their turn: some milliseconds, whatever is looked for in their words. */
const atOnce = 5_000;

/** What was found, newest first by arrival: how much on which day, and the ids of a window. */
export interface FoundPushes {
  days: PushDay[];
  ids: number[];
}

/** Searches of a database that let others have their turn. */
export interface PushSearch {
  /** The days of a time zone (`zone` minutes ahead of UTC) and a window of those that fit, newest first by arrival. */
  pages(filter: PushFilter, window: { offset: number; limit: number; zone: number }): Promise<FoundPushes>;
  /** The ids of those that fit, newest first as they were kept, below `before`. */
  ids(filter: PushFilter, window: { before: number; limit: number }): Promise<number[]>;
}

const indexed = 'FROM pushes INDEXED BY pushes_page WHERE';

/** Walks the pushes of a database in steps. */
export function createPushSearch(database: Database): PushSearch {
  const conditionOf = (filter: PushFilter): PushCondition =>
    pushCondition(filter, (word) =>
      database.all(`SELECT id FROM tasks WHERE ${aboutClaim}`, word).map(({ id }) => Number(id)),
    );
  const number = (sql: string, ...values: (number | string)[]): number | undefined => {
    const value = database.get(sql, ...values)?.value;
    return value === undefined || value === null ? undefined : Number(value);
  };

  /** When the last of the next rows below a time came; undefined where fewer are left. Walked in the index alone. */
  const stepBelow = (until: number) =>
    number(`SELECT at AS value ${indexed} at < ? ORDER BY at DESC LIMIT 1 OFFSET ?`, until, atOnce - 1);
  const newestWithin = (from: number, until: number) =>
    number(`SELECT max(at) AS value ${indexed} at >= ? AND at < ?`, from, until);

  return {
    async pages(filter, { offset, limit, zone }) {
      const { sql, values } = conditionOf(filter);
      const ahead = Math.trunc(zone * msPerMinute);
      const counts = new Map<number, number>();
      const ids: number[] = [];
      let seen = 0;

      /** What fits of one day, or of a part of it. */
      function look(day: number, from: number, until: number): void {
        const found = database.get(
          `SELECT count(*) AS count ${indexed} at >= ? AND at < ? AND ${sql}`,
          ...[from, until, ...values],
        );
        const count = Number(found?.count);
        if (count === 0) return;
        counts.set(day, (counts.get(day) ?? 0) + count);
        const passed = Math.max(0, offset - seen);
        seen += count;
        if (passed >= count || ids.length >= limit) return;
        const rows = database.all(
          `SELECT id ${indexed} at >= ? AND at < ? AND ${sql} ORDER BY at DESC, id DESC LIMIT ? OFFSET ?`,
          ...[from, until, ...values, limit - ids.length, passed],
        );
        ids.push(...rows.map(({ id }) => Number(id)));
      }

      for (let until: number | undefined = Number.MAX_SAFE_INTEGER; until !== undefined; ) {
        const end = stepBelow(until);
        const from = end ?? Number.MIN_SAFE_INTEGER;
        for (let below = until; below > from; ) {
          const newest = newestWithin(from, below);
          if (newest === undefined) break;
          const day = Math.floor((newest + ahead) / msPerDay);
          const begin = Math.max(from, day * msPerDay - ahead);
          look(day, begin, below);
          below = begin;
        }
        until = end;
        if (until !== undefined) await nextTurn();
      }
      return { days: [...counts].map(([day, count]) => ({ day: dayOf(day), count })), ids };
    },

    async ids(filter, { before, limit }) {
      const { sql, values } = conditionOf(filter);
      const newest = (number('SELECT max(id) AS value FROM pushes') ?? 0) + 1;
      const ids: number[] = [];
      for (let until = Math.min(before, newest); until > 0 && ids.length < limit; until -= atOnce) {
        const rows = database.all(
          `SELECT id FROM pushes WHERE id >= ? AND id < ? AND ${sql} ORDER BY id DESC LIMIT ?`,
          ...[until - atOnce, until, ...values, limit - ids.length],
        );
        ids.push(...rows.map(({ id }) => Number(id)));
        await nextTurn();
      }
      return ids;
    },
  };
}
