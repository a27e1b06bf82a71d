import type { PushCondition } from './push-filter.ts';
import type { Database } from './sqlite.ts';

/** Pushes of one local day. */
export interface PushDay {
  /** YYYY-MM-DD. */
  day: string;
  count: number;
}

/** Milliseconds. */
export const msPerDay = 86_400_000;
/** Milliseconds. */
export const msPerMinute = 60_000;

/** So many that fit are sorted here; more of them lie so close together that the newest are found by the index of time at once. */
const few = 2_000;

/** The n-th day since 1970, as YYYY-MM-DD. */
export const dayOf = (number: number) => new Date(number * msPerDay).toISOString().slice(0, 10);

/** Days and ids, newest first, found in one walk through the narrow rows; undefined where more than a few fit. */
export function fewPushes(
  database: Database,
  { sql, values }: PushCondition,
  zone: number,
): { days: PushDay[]; ids: number[] } | undefined {
  const rows = database
    .all(`SELECT id, at FROM pushes WHERE ${sql} LIMIT ${few + 1}`, ...values)
    .map(({ id, at }) => ({ id: Number(id), at: Number(at) }));
  if (rows.length > few) return undefined;
  rows.sort((a, b) => b.at - a.at || b.id - a.id);
  const counts = new Map<number, number>();
  for (const { at } of rows) {
    const day = Math.floor((at + zone * msPerMinute) / msPerDay);
    counts.set(day, (counts.get(day) ?? 0) + 1);
  }
  return { days: [...counts].map(([day, count]) => ({ day: dayOf(day), count })), ids: rows.map(({ id }) => id) };
}

/**
 * How those that fit spread over the days of a time zone (minutes ahead of UTC), newest first. Day after day by the index of time: to sort
 * all of them for a grouping takes twice as long.
 */
export function daysOf(database: Database, { sql, values }: PushCondition, zone: number): PushDay[] {
  const ahead = Math.trunc(zone * msPerMinute);
  const newest = (where: string) => `(SELECT (max(at) + ${ahead}) / ${msPerDay} FROM pushes ${where})`;
  return database
    .all(
      `WITH RECURSIVE days(day) AS (
         SELECT ${newest('')} UNION ALL SELECT ${newest(`WHERE at < days.day * ${msPerDay} - ${ahead}`)} FROM days WHERE day IS NOT NULL)
       SELECT day, (SELECT count(*) FROM pushes INDEXED BY pushes_page
         WHERE at >= days.day * ${msPerDay} - ${ahead} AND at < (days.day + 1) * ${msPerDay} - ${ahead} AND ${sql}) AS count
       FROM days WHERE day IS NOT NULL`,
      ...values,
    )
    .map(({ day, count }) => ({ day: dayOf(Number(day)), count: Number(count) }))
    .filter(({ count }) => count > 0);
}

/** Ids of a window, newest first by arrival. */
export const idsOf = (database: Database, { sql, values }: PushCondition, offset: number, limit: number): number[] =>
  database
    .all(
      `SELECT id FROM pushes INDEXED BY pushes_page WHERE ${sql} ORDER BY at DESC, id DESC LIMIT ? OFFSET ?`,
      ...values,
      limit,
      offset,
    )
    .map(({ id }) => Number(id));
