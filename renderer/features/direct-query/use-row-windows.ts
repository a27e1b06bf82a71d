import { useEffect, useMemo, useReducer } from 'react';
import { call } from '../../api/call.ts';
import { RowWindows } from './row-windows.ts';

/** The rows of a received page, read as they come into sight. */
export function useRowWindows(exchangeId: string, total: number): RowWindows {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const windows = useMemo(
    () => new RowWindows(total, (first, count) => call('queries.rows', { exchangeId, first, count }), redraw),
    [exchangeId, total],
  );
  // A page not yet looked at by the grid is read from its start, so that the head can count.
  useEffect(() => windows.look(0, 0), [windows]);
  return windows;
}
