import { useCallback, useEffect, useMemo, useReducer, useRef } from 'react';
import { call } from '../../../api/call.ts';
import { useRecords } from '../../../stores/records.ts';
import { changedIds, type Table } from '../../../stores/table.ts';
import type { Push } from '../../../../shared/domain/push.ts';
import { type DayLayout, layOut } from './day-layout.ts';
import type { InboxFilter } from './inbox-filter.ts';
import { type InboxCounts, InboxWindows } from './inbox-windows.ts';
import type { Failure } from '../../../../shared/contract/errors.ts';

/** How long changes are gathered before the list is read again, in milliseconds: pushes may come by the hundred. */
const gathering = 200;

/** The inbox as its list shows it. */
export interface Inbox {
  /** Undefined until the first answer is in. */
  counts: InboxCounts | undefined;
  layout: DayLayout;
  /** A push by its place among those that fit; undefined while it is on the way. */
  pushAt: (place: number) => Push | undefined;
  placeOf: (id: string) => number | undefined;
  /** Says which places are in sight. */
  look: (first: number, last: number) => void;
  failure: Failure | undefined;
  again: () => void;
}

// The zone of each moment may differ (summer time); that of now is good enough for heads of days.
const zone = () => -new Date().getTimezoneOffset();

/** Reads the inbox by windows and keeps it true: changes of records are put in place, and where the list moved it is read again. */
export function useInbox(filter: InboxFilter): Inbox {
  const [version, redraw] = useReducer((count: number) => count + 1, 0);
  const key = JSON.stringify(filter);
  const windows = useMemo(() => {
    const wanted = JSON.parse(key) as InboxFilter;
    return new InboxWindows((offset, limit) => call('inbox.page', { ...wanted, offset, limit, zone: zone() }), redraw);
  }, [key]);
  // What was shown for the filter before stays until the first answer for this one is in.
  const last = useRef(windows);
  if (windows.counts || windows.failure) last.current = windows;
  const shown = last.current;

  useEffect(() => {
    windows.start();
    return () => windows.stop();
  }, [windows]);

  useEffect(() => follow(windows, key !== '{}'), [windows, key]);

  const { counts } = shown;
  const layout = useMemo(() => layOut(counts?.days ?? [], counts?.total ?? 0), [counts]);
  const pushAt = useCallback(
    (place: number) => {
      void version;
      return shown.at(place);
    },
    [shown, version],
  );
  return {
    counts,
    layout,
    pushAt,
    placeOf: (id) => shown.placeOf(id),
    look: useCallback((first: number, to: number) => windows.look(first, to), [windows]),
    failure: shown.failure,
    again: () => windows.refresh(),
  };
}

/** Follows the records of pushes; of a narrowed list any change may take a push out or bring one in. */
function follow(windows: InboxWindows, isNarrowed: boolean): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      windows.refresh();
    }, gathering);
  };
  let before: Table<Push> = useRecords.getState().push;
  const stop = useRecords.subscribe(({ push: table }) => {
    if (table === before) return;
    const ids = changedIds(before, table);
    // All records were read anew, so that changes may have been missed, too.
    const isRead = table.news?.since !== before.state;
    before = table;
    const met = windows.renew(ids, (id) => table.byId.get(id));
    if (!met || isNarrowed || isRead) soon();
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
}
