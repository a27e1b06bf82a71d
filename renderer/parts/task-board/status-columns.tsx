import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useRef, useState } from 'react';
import { useTable } from '../../stores/records.ts';
import { StatusFigure } from '../../ui/figures.tsx';
import { formatCount } from '../../ui/format.ts';
import type { Board } from './board.ts';
import { type ColumnPlace, moveInColumns } from './column-keys.ts';
import style from './status-columns.module.css';
import { TaskCard } from './task-card.tsx';

const cardHeight = 84;
const headHeight = 32;

interface Props {
  label: string;
  /** Grouped by status, empty groups kept. */
  board: Board;
  /** The one whose detail is open. */
  selected: string | undefined;
  onSelect: (id: string) => void;
}

/**
 * A board as columns beside each other, as an ARIA grid: row n holds the n-th Task of every column, so one scroller serves all and only
 * cards in sight exist. Arrows go across columns; while a detail is open it follows, else Enter opens it.
 */
export function StatusColumns({ label, board, selected, onSelect }: Props) {
  const { byId } = useTable('task');
  const scroller = useRef<HTMLDivElement>(null);
  const base = useId();
  const [moved, setMoved] = useState<string>();
  const { groups } = board;
  const lengths = groups.map(({ ids }) => ids.length);
  const rows = useVirtualizer({
    count: Math.max(0, ...lengths),
    getScrollElement: () => scroller.current,
    estimateSize: () => cardHeight,
    overscan: 4,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
  });

  const current = selected ?? moved;
  const at = placeOfId(board, current);
  const cellId = ({ column, row }: ColumnPlace) => `${base}-${groups[column]?.ids[row] ?? ''}`;

  const shown = useRef<string>(undefined);
  useEffect(() => {
    if (current === shown.current) return;
    shown.current = current;
    if (at) rows.scrollToIndex(at.row, { align: 'auto' });
  }, [current, at, rows]);

  const press = (event: React.KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter' && current !== undefined && at) {
      event.preventDefault();
      return onSelect(current);
    }
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / cardHeight) - 1);
    const next = moveInColumns(event.key, lengths, at, page);
    const id = next && groups[next.column]?.ids[next.row];
    if (id === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (selected === undefined) setMoved(id);
    else onSelect(id);
    document.getElementById(`${base}-${id}`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };

  const tracks = lengths.map((length) => (length > 0 ? 'minmax(176px, 1fr)' : '36px')).join(' ');
  const said = {
    role: 'grid',
    'aria-label': label,
    'aria-rowcount': rows.options.count + 1,
    'aria-colcount': groups.length,
    'aria-activedescendant': at ? cellId(at) : undefined,
    'data-primary-grid': true,
    tabIndex: 0,
    onKeyDown: press,
  } as const;
  return (
    <div
      {...said}
      ref={scroller}
      className={`${style.board} scroll`}
      style={{ '--tracks': tracks } as React.CSSProperties}
    >
      <div {...{ role: 'rowgroup' }} className={style.heads}>
        <div {...{ role: 'row', 'aria-rowindex': 1 }} className={style.tracks}>
          {groups.map(({ key, title, ids }) => (
            <div {...{ role: 'columnheader' }} key={key} title={title} data-empty={ids.length === 0 || undefined}>
              <StatusFigure status={key} silent />
              <b>{title}</b>
              <span>{formatCount(ids.length)}</span>
            </div>
          ))}
        </div>
      </div>
      <div {...{ role: 'rowgroup' }} className={style.rows} style={{ height: rows.getTotalSize() }}>
        <div className={`${style.grounds} ${style.tracks}`} aria-hidden="true">
          {groups.map(({ key, ids }) => (
            <i key={key} data-empty={ids.length === 0 || undefined} />
          ))}
        </div>
        {rows.getVirtualItems().map(({ index, start }) => (
          <div
            {...{ role: 'row', 'aria-rowindex': index + 2 }}
            key={index}
            className={`${style.row} ${style.tracks}`}
            style={{ transform: `translateY(${start - headHeight}px)`, height: cardHeight }}
          >
            {groups.map(({ key, ids }, column) => {
              const id = ids[index];
              const task = id === undefined ? undefined : byId.get(id);
              const marks = {
                role: 'gridcell',
                'aria-colindex': column + 1,
                'aria-selected': id !== undefined && id === selected,
                onClick: () => id !== undefined && onSelect(id),
              };
              return task ? (
                <div {...marks} key={key} id={`${base}-${id}`} data-cursor={id === current || undefined}>
                  <TaskCard task={task} />
                </div>
              ) : (
                <div {...{ role: 'gridcell' }} key={key} />
              );
            })}
          </div>
        ))}
      </div>
    </div>
  );
}

function placeOfId({ groups }: Board, id: string | undefined): ColumnPlace | undefined {
  if (id === undefined) return undefined;
  for (const [column, { ids }] of groups.entries()) {
    const row = ids.indexOf(id);
    if (row >= 0) return { column, row };
  }
  return undefined;
}
