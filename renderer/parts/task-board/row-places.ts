import type { BoardGroup } from './board.ts';

/** A row of the list of a board: the head of a group, or a Task by its id. */
export type BoardRow = { group: BoardGroup } | { id: string };

/** The rows of a board: each group's head, then its Tasks. Found by index without making ten thousand rows. */
export interface RowPlaces {
  count: number;
  /** Indexes of the heads. */
  starts: readonly number[];
  rowAt: (index: number) => BoardRow | undefined;
}

/** The rows that these groups make. */
export function rowPlaces(groups: readonly BoardGroup[]): RowPlaces {
  const starts: number[] = [];
  let count = 0;
  for (const { ids } of groups) {
    starts.push(count);
    count += ids.length + 1;
  }
  const groupAt = (index: number): number => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  const rowAt = (index: number): BoardRow | undefined => {
    if (index < 0 || index >= count) return undefined;
    const at = groupAt(index);
    const group = groups[at];
    if (!group) return undefined;
    const inGroup = index - (starts[at] ?? 0) - 1;
    if (inGroup < 0) return { group };
    const id = group.ids[inGroup];
    return id === undefined ? undefined : { id };
  };
  return { count, starts, rowAt };
}
