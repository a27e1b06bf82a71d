import type { InboxDay } from '../../../../shared/contract/inbox.ts';

/** What stands in a row of the inbox: the head of a day, or the push with this place among those that fit, newest first. */
export type Place = { day: InboxDay } | { push: number };

/** Days over the rows of a list in which each day has a head, without ever walking through its pushes. */
export interface DayLayout {
  /** Rows there are, heads included. */
  rows: number;
  /** Rows that are heads, ascending. */
  heads: readonly number[];
  at(row: number): Place;
  /** The row of a push by its place. */
  rowOf(push: number): number;
}

/** Lays out `total` pushes over their days; what no day counts (one that arrived between two questions) stands under the last. */
export function layOut(days: readonly InboxDay[], total: number): DayLayout {
  const heads: number[] = [];
  let pushes = 0;
  for (const { count } of days) {
    heads.push(pushes + heads.length);
    pushes += count;
  }
  /** How many heads stand at or before a row. */
  const headsUpTo = (row: number): number => {
    let low = 0;
    let high = heads.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((heads[middle] as number) <= row) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    rows: total + heads.length,
    heads,
    at(row) {
      const before = headsUpTo(row);
      const day = days[before - 1];
      return day && heads[before - 1] === row ? { day } : { push: row - before };
    },
    rowOf(push) {
      let low = 0;
      let high = heads.length;
      // The n-th head has `heads[n] - n` pushes before it.
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((heads[middle] as number) - middle <= push) low = middle + 1;
        else high = middle;
      }
      return push + low;
    },
  };
}
