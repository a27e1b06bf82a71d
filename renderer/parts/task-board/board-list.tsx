import { type ReactNode, useCallback, useMemo } from 'react';
import type { TaskRecord } from '../../../shared/domain/task.ts';
import { useTable } from '../../stores/records.ts';
import { formatCount } from '../../ui/format.ts';
import type { Column } from '../../ui/grid-column.ts';
import { VirtualGrid } from '../../ui/virtual-grid.tsx';
import type { Board } from './board.ts';
import { rowPlaces } from './row-places.ts';

interface Props {
  label: string;
  board: Board;
  columns: readonly Column<TaskRecord>[];
  selected: string | undefined;
  onSelect: (id: string) => void;
  onOpen?: (id: string) => void;
  /** Shown where no Task fits. */
  empty: ReactNode;
}

const approach = () => ({ approach: 'task' });

/** A board as one list, each group under its head. */
export function BoardList({ label, board, columns, selected, onSelect, onOpen, empty }: Props) {
  const { byId } = useTable('task');
  const { count, starts, rowAt } = useMemo(() => rowPlaces(board.groups), [board]);
  const idAt = useCallback(
    (index: number) => {
      const row = rowAt(index);
      if (!row) return '';
      return 'id' in row ? row.id : `group ${row.group.key}`;
    },
    [rowAt],
  );
  return (
    <VirtualGrid
      label={label}
      primary
      columns={columns}
      count={count}
      rowAt={(index) => byId.get(idAt(index))}
      keyAt={idAt}
      rowHeight={40}
      selectedKey={selected}
      onSelect={onSelect}
      onOpen={onOpen}
      groupStarts={starts}
      groupAt={(index) => {
        const row = rowAt(index);
        return row && 'group' in row ? (
          <>
            {row.group.title}
            <span>{formatCount(row.group.ids.length)}</span>
          </>
        ) : undefined;
      }}
      marksOf={approach}
      empty={empty}
    />
  );
}
