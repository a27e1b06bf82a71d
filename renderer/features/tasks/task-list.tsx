import { useCallback } from 'react';
import { BoardList } from '../../parts/task-board/board-list.tsx';
import { columnsPlan, planOf } from '../../parts/task-board/group-plans.ts';
import { StatusColumns } from '../../parts/task-board/status-columns.tsx';
import { sentColumns } from '../../parts/task-board/task-cells.tsx';
import { useBoard } from '../../parts/task-board/use-board.ts';
import { useFilter } from '../../stores/view.ts';
import { Pane } from '../../ui/pane.tsx';
import { useBoardView } from './board-view.ts';
import { DraftStrip } from './draft-strip.tsx';
import { NoTasks } from './no-tasks.tsx';
import { TaskListHead } from './task-list-head.tsx';

interface Props {
  selected: string | undefined;
  onSelect: (id: string) => void;
  onAdd: () => void;
}

/** All Tasks we sent: as a list in groups, or as columns by status. */
export function TaskList({ selected, onSelect, onAdd }: Props) {
  const [{ shape, scope, grouping }, setView] = useBoardView();
  const [text, setText] = useFilter('tasks');
  const planAt = useCallback(
    (now: number) => (shape === 'columns' ? columnsPlan : planOf(grouping, now)),
    [shape, grouping],
  );
  const isTimed = shape === 'list' && grouping === 'due';
  const board = useBoard({ side: 'sent', scope, text, planAt, isTimed });
  const showAll = () => {
    setText('');
    setView({ scope: 'all' });
  };
  const none = <NoTasks isNarrowed={text.trim() !== '' || scope !== 'all'} onAdd={onAdd} onShowAll={showAll} />;
  return (
    <Pane label="Tasks">
      <TaskListHead counts={board.counts} onAdd={onAdd} />
      <DraftStrip />
      {shape === 'list' && (
        <BoardList
          label="Tasks"
          board={board}
          columns={sentColumns}
          selected={selected}
          onSelect={onSelect}
          empty={none}
        />
      )}
      {shape === 'columns' &&
        (board.counts[scope] === 0 ? (
          none
        ) : (
          <StatusColumns label="Tasks by status" board={board} selected={selected} onSelect={onSelect} />
        ))}
    </Pane>
  );
}
