import { type ReactNode, useCallback, useEffect, useRef } from 'react';
import { useNow } from '../../../stores/now.ts';
import { formatCount, formatDay } from '../../../ui/format.ts';
import { VirtualGrid } from '../../../ui/virtual-grid.tsx';
import { pushColumns } from './push-columns.tsx';
import type { Inbox } from './use-inbox.ts';

interface Props {
  inbox: Inbox;
  selected: string | undefined;
  onSelect: (id: string) => void;
  empty: ReactNode;
}

/** The rows of the inbox under the heads of their days. A row whose window is still on the way is empty until it is here. */
export function PushRows({ inbox, selected, onSelect, empty }: Props) {
  const { layout, pushAt, placeOf, look } = inbox;
  // Only for the words Today and Yesterday.
  const now = useNow(60_000);
  // The chosen push keeps its row while its window is not at hand, so that the keys go on from there.
  const pin = useRef<{ id: string; row: number }>(undefined);
  const place = selected === undefined ? undefined : placeOf(selected);
  if (selected !== undefined && place !== undefined) {
    const row = layout.rowOf(place);
    if (pin.current?.id !== selected || pin.current.row !== row) pin.current = { id: selected, row };
  }
  const pinned = pin.current?.id === selected ? pin.current : undefined;

  const keyAt = useCallback(
    (row: number) => {
      if (pinned?.row === row) return pinned.id;
      const found = layout.at(row);
      return 'day' in found ? `day ${found.day.day}` : (pushAt(found.push)?.id ?? '');
    },
    [layout, pushAt, pinned],
  );
  const onRange = useCallback(
    (first: number, last: number) => {
      const pushFrom = (row: number): number => {
        const found = layout.at(row);
        return 'day' in found ? pushFrom(row + 1) : found.push;
      };
      look(pushFrom(first), pushFrom(last));
    },
    [layout, look],
  );

  // End leads to a row that is not here yet: it is chosen once it is.
  const wanted = useRef<number>(undefined);
  useEffect(() => {
    const row = wanted.current;
    const found = row === undefined ? undefined : layout.at(row);
    const push = found && 'push' in found ? pushAt(found.push) : undefined;
    if (!push) return;
    wanted.current = undefined;
    onSelect(push.id);
  }, [layout, pushAt, onSelect]);

  return (
    <VirtualGrid
      label="Push inbox"
      primary
      headless
      columns={pushColumns}
      count={layout.rows}
      rowAt={(row) => {
        const found = layout.at(row);
        return 'push' in found ? pushAt(found.push) : undefined;
      }}
      keyAt={keyAt}
      rowHeight={46}
      selectedKey={pinned?.id}
      onSelect={(id, row) => {
        wanted.current = id === '' ? row : undefined;
        if (id !== '') onSelect(id);
      }}
      onRange={onRange}
      groupStarts={layout.heads}
      groupAt={(row) => {
        const found = layout.at(row);
        return 'day' in found ? (
          <>
            {formatDay(found.day.day, now)}
            <span>{formatCount(found.day.count)}</span>
          </>
        ) : undefined;
      }}
      marksOf={({ kind }) => ({ approach: kind === 'unexpected' ? 'none' : 'push' })}
      empty={empty}
    />
  );
}
