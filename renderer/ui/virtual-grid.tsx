import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useId, useLayoutEffect, useMemo, useRef } from 'react';
import { moveFor } from './grid-keys.ts';
import type { Column } from './grid-column.ts';
import { GridRow } from './grid-row.tsx';
import style from './virtual-grid.module.css';

export interface VirtualGridProps<Row> {
  /** What the list holds. */
  label: string;
  columns: readonly Column<Row>[];
  count: number;
  rowAt: (index: number) => Row | undefined;
  /** Stable across changes; the selection is kept by it. */
  keyAt: (index: number) => string;
  /** Pixels: 23 wire, 28 single, 40 double. */
  rowHeight?: number;
  selectedKey?: string;
  /** Moving selects: the detail beside the list follows. `by` tells a press from a key. */
  onSelect?: (key: string, index: number, by: 'pointer' | 'key') => void;
  /** Enter or a double click. */
  onOpen?: (key: string, index: number) => void;
  /** Text of a group's head row at this index; such a row is not selectable and 24 high. */
  groupAt?: (index: number) => ReactNode | undefined;
  /** Indexes of the groups' heads where they are known; else every row is asked, at every drawing. */
  groupStarts?: readonly number[];
  /** `data-approach` and `data-st` of a row. */
  marksOf?: (row: Row) => { approach?: string; st?: string };
  /** Hides the head visually; columns keep their names. */
  headless?: boolean;
  /** Keeps the newest row in sight while it is in sight. */
  followEnd?: boolean;
  /** The row range in sight changed (for reading windows of data). */
  onRange?: (first: number, last: number) => void;
  /** Shown in place of rows when there are none. */
  empty?: ReactNode;
  /** This is the list J and K move in when nothing else has focus. */
  primary?: boolean;
}

/**
 * A list of any length as an ARIA grid: only the rows in sight exist. Keys: arrows, J and K, Page up and down, Home, End, Enter.
 * Focus stays on the grid, which names its current row, so it survives rows coming and going.
 */
export function VirtualGrid<Row>(props: VirtualGridProps<Row>) {
  const {
    label,
    columns,
    count,
    keyAt,
    rowHeight = 28,
    selectedKey,
    onSelect,
    onOpen,
    groupAt,
    followEnd,
    onRange,
  } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const headHeight = props.headless ? 0 : 24;
  const base = useId();
  const { groupStarts } = props;
  const heads = useMemo(() => groupStarts && new Set(groupStarts), [groupStarts]);
  const isGroup = (index: number) => (heads ? heads.has(index) : groupAt?.(index) !== undefined);
  const grid = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (isGroup(index) ? 24 : rowHeight),
    overscan: 8,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
  });
  const items = grid.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;

  useEffect(() => {
    onRange?.(first, last);
  }, [first, last, onRange]);

  // The list's length may stay while its groups move; only then must the heights be taken anew.
  const groups = groupStarts?.join() ?? groupPlaces(count, groupAt);
  useLayoutEffect(() => {
    if (groups !== '') grid.measure();
  }, [groups, grid]);

  const atEnd = useRef(true);
  useEffect(() => {
    if (followEnd && atEnd.current && count > 0) grid.scrollToIndex(count - 1, { align: 'end' });
  }, [count, followEnd, grid]);

  // The index is looked for near where it was; a scan of all keys only happens when the record moved far.
  const remembered = useRef(0);
  const selected = findKey(keyAt, count, selectedKey, remembered.current);
  if (selected >= 0) remembered.current = selected;

  // With nothing selected, keys start at the first row, and that row shows where focus is.
  const cursor = selected >= 0 ? selected : (moveFor('Home', -1, count, 1, isGroup) ?? -1);

  const take = (index: number, by: 'pointer' | 'key') => {
    if (index < 0 || index >= count || isGroup(index)) return;
    remembered.current = index;
    onSelect?.(keyAt(index), index, by);
    grid.scrollToIndex(index, { align: 'auto' });
  };

  // Rows that came in above push the others down: what was being looked at stays where it is. The first rows in sight are asked, and the
  // one that moved least is believed: a row may also have gone far away on its own.
  const top = useRef<{ key: string; index: number }[]>([]);
  useLayoutEffect(() => {
    const element = scroller.current;
    const moves =
      element && element.scrollTop > rowHeight && top.current.every(({ key, index }) => keyAt(index) !== key)
        ? top.current.flatMap(({ key, index }) => {
            const now = findKey(keyAt, count, key, index);
            return now >= 0 ? [now - index] : [];
          })
        : [];
    const move = moves.reduce((least, one) => (Math.abs(one) < Math.abs(least) ? one : least), moves[0] ?? 0);
    if (element && move !== 0) element.scrollTop += move * rowHeight;
    const at = Math.floor((element?.scrollTop ?? 0) / rowHeight);
    // Rows still on the way have no key; looked for, any other such row would be taken for them.
    top.current = [at, at + 1, at + 2]
      .filter((index) => index < count)
      .map((index) => ({ key: keyAt(index), index }))
      .filter(({ key }) => key !== '');
  });

  // A row chosen from elsewhere (palette, a link) comes into sight.
  const shown = useRef<string>(undefined);
  useEffect(() => {
    if (selectedKey === shown.current) return;
    shown.current = selectedKey;
    if (selected >= 0) grid.scrollToIndex(selected, { align: 'auto' });
  }, [selectedKey, selected, grid]);

  const press = (event: React.KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter' && cursor >= 0) {
      event.preventDefault();
      return selected < 0 ? take(cursor, 'key') : onOpen?.(keyAt(selected), selected);
    }
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2);
    const next = moveFor(event.key, selected, count, page, isGroup);
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    take(next, 'key');
  };

  const tracks = columns.map(({ width }) => width).join(' ');
  const rowId = (index: number) => `${base}-${keyAt(index)}`;
  const said = {
    role: 'grid',
    'aria-label': label,
    'aria-rowcount': count + 1,
    'aria-colcount': columns.length,
    'aria-activedescendant': cursor >= first && cursor <= last && cursor >= 0 ? rowId(cursor) : undefined,
    'data-primary-grid': props.primary || undefined,
    tabIndex: 0,
    onKeyDown: press,
    onScroll: ({ currentTarget: { scrollTop, clientHeight, scrollHeight } }: React.UIEvent) => {
      atEnd.current = scrollTop + clientHeight >= scrollHeight - rowHeight;
    },
  } as const;
  return (
    <div
      {...said}
      ref={scroller}
      className={`${style.grid} scroll`}
      style={{ '--tracks': tracks } as React.CSSProperties}
    >
      <GridHead columns={columns} hidden={props.headless} />
      {count === 0 ? (
        <GridMessage span={columns.length}>{props.empty}</GridMessage>
      ) : (
        <div {...{ role: 'rowgroup' }} className={style.rows} style={{ height: grid.getTotalSize() }}>
          {items.map((item) => (
            <GridRow
              // By record: a row that only moved is moved, not drawn anew. Rows still on the way have no key of their own.
              key={keyAt(item.index) || item.index}
              id={rowId(item.index)}
              index={item.index}
              top={item.start - headHeight}
              height={item.size}
              columns={columns}
              row={props.rowAt(item.index)}
              group={groupAt?.(item.index)}
              marksOf={props.marksOf}
              isSelected={item.index === selected}
              isCursor={item.index === cursor}
              onTake={(index) => take(index, 'pointer')}
              onOpen={(index) => onOpen?.(keyAt(index), index)}
            />
          ))}
        </div>
      )}
    </div>
  );
}

/** Where the heads of groups are, as one text; lists with groups are short enough to look at every row. */
function groupPlaces(count: number, groupAt: ((index: number) => ReactNode | undefined) | undefined): string {
  if (!groupAt) return '';
  const places: number[] = [];
  for (let index = 0; index < count; index += 1) if (groupAt(index) !== undefined) places.push(index);
  return places.join();
}

/** The index of a key: first where it was and beside it, then everywhere; -1 where it is not. */
function findKey(keyAt: (index: number) => string, count: number, key: string | undefined, near: number): number {
  if (key === undefined) return -1;
  for (const index of [near, near + 1, near - 1]) if (index >= 0 && index < count && keyAt(index) === key) return index;
  for (let index = 0; index < count; index += 1) if (keyAt(index) === key) return index;
  return -1;
}

function GridHead<Row>({ columns, hidden }: { columns: readonly Column<Row>[]; hidden?: boolean }) {
  return (
    <div {...{ role: 'rowgroup' }} className={hidden ? 'hidden' : style.head}>
      <div {...{ role: 'row', 'aria-rowindex': 1 }} className={style.cells}>
        {columns.map(({ id, title, label, align }) => (
          <div {...{ role: 'columnheader', 'aria-label': title ? label : undefined }} key={id} data-align={align}>
            {title || <span className="hidden">{label}</span>}
          </div>
        ))}
      </div>
    </div>
  );
}

function GridMessage({ span, children }: { span: number; children: ReactNode }) {
  return (
    <div {...{ role: 'rowgroup' }} className={style.message}>
      <div {...{ role: 'row' }}>
        <div {...{ role: 'gridcell', 'aria-colspan': span }}>{children}</div>
      </div>
    </div>
  );
}
