import type { PushCondition } from './push-filter.ts';
import type { Database } from './sqlite.ts';

/** Pushes of one local day. */
export interface PushDay {
  /** YYYY-MM-DD. */
  day: string;
  count: number;
}

const msPerDay = 86_400_000;
const msPerMinute = 60_000;

/** So many that fit are sorted here; more of them lie so close together that the newest are found by the index of time at once. */
const few = 5_000;

const dayOf = (number: number) => new Date(number * msPerDay).toISOString().slice(0, 10);

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

/** How those that fit spread over the days of a time zone (minutes ahead of UTC), newest first. A number is bound as a float, hence the cast. */
export const daysOf = (database: Database, { sql, values }: PushCondition, zone: number): PushDay[] =>
  database
    .all(
      `SELECT (at + CAST(? AS INTEGER)) / ${msPerDay} AS day, count(*) AS count FROM pushes WHERE ${sql} GROUP BY day ORDER BY day DESC`,
      zone * msPerMinute,
      ...values,
    )
    .map(({ day, count }) => ({ day: dayOf(Number(day)), count: Number(count) }));

/** Ids of a window, newest first by arrival. */
export const idsOf = (database: Database, { sql, values }: PushCondition, offset: number, limit: number): number[] =>
  database
    .all(
      `SELECT id FROM pushes INDEXED BY pushes_at WHERE ${sql} ORDER BY at DESC, id DESC LIMIT ? OFFSET ?`,
      ...values,
      limit,
      offset,
    )
    .map(({ id }) => Number(id));
