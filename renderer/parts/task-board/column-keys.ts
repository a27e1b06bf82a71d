/** A place on a board of columns. */
export interface ColumnPlace {
  column: number;
  row: number;
}

const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));

/**
 * Where a key leads from `at` (absent: none yet) on a board whose columns have these lengths, or undefined where the key is none of the
 * board's. Left and right step over empty columns and keep to the row where they can.
 */
export function moveInColumns(
  key: string,
  lengths: readonly number[],
  at: ColumnPlace | undefined,
  page: number,
): ColumnPlace | undefined {
  const first = lengths.findIndex((length) => length > 0);
  if (first < 0) return undefined;
  const { column, row } = at ?? { column: first, row: -1 };
  const last = (lengths[column] ?? 0) - 1;
  const to = (next: number): ColumnPlace => ({ column, row: clamp(next, 0, last) });
  const beside = (step: 1 | -1): ColumnPlace => {
    let next = column + step;
    while (next >= 0 && next < lengths.length && lengths[next] === 0) next += step;
    const length = lengths[next];
    return length === undefined ? to(row) : { column: next, row: clamp(row, 0, length - 1) };
  };
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return to(row + 1);
    case 'ArrowUp':
    case 'k':
      return to(row - 1);
    case 'ArrowLeft':
      return beside(-1);
    case 'ArrowRight':
      return beside(1);
    case 'PageDown':
      return to(row + page);
    case 'PageUp':
      return to(row - page);
    case 'Home':
      return to(0);
    case 'End':
      return to(last);
    default:
      return undefined;
  }
}
