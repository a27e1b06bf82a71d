import type { Sql } from './database.ts';

/** Joined by OR, in halves: SQLite limits how deep an expression may be, and a plain chain of n alternatives is n deep. */
export function either(parts: Sql[]): Sql {
  const [only] = parts;
  if (parts.length === 1 && only) return only;
  const middle = Math.ceil(parts.length / 2);
  const halves = [either(parts.slice(0, middle)), either(parts.slice(middle))];
  return {
    text: `(${halves.map(({ text }) => `(${text})`).join(' OR ')})`,
    values: halves.flatMap(({ values }) => values),
  };
}
