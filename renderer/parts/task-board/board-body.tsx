import type { ReactNode } from 'react';
import type { TaskRecord } from '../../../shared/domain/task.ts';
import type { Column } from '../../ui/grid-column.ts';
import type { Board } from './board.ts';
import { BoardList } from './board-list.tsx';
import { StatusColumns } from './status-columns.tsx';

interface Props {
  label: string;
  shape: 'list' | 'columns';
  board: Board;
  /** Of the list. */
  columns: readonly Column<TaskRecord>[];
  /** Whether any Task is in the scope that is shown. */
  hasAny: boolean;
  selected: string | undefined;
  onSelect: (id: string) => void;
  /** Shown where no Task fits. */
  empty: ReactNode;
}

/** A board in the shape a person chose: a list in groups, or columns by status. */
export function BoardBody({ label, shape, board, columns, hasAny, selected, onSelect, empty }: Props) {
  const shown = { board, selected, onSelect };
  if (shape === 'list') return <BoardList label={label} columns={columns} empty={empty} {...shown} />;
  return hasAny ? <StatusColumns label={`${label} by status`} {...shown} /> : empty;
}
