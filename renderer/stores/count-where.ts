import { changedIds, type Table } from './table.ts';

/**
 * Counts the records of a table that fit, for selectors: those run at every change of any record. From one table to the next only what
 * changed is looked at.
 */
export function countWhere<T>(fits: (record: T) => boolean): (table: Table<T>) => number {
  const fitting = new Set<string>();
  let last: Table<T> | undefined;
  return (table) => {
    for (const id of changedIds(last, table)) {
      const record = table.byId.get(id);
      if (record !== undefined && fits(record)) fitting.add(id);
      else fitting.delete(id);
    }
    last = table;
    return fitting.size;
  };
}
