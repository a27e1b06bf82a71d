import { useCallback } from 'react';
import { BoardBody } from '../../parts/task-board/board-body.tsx';
import { columnsPlan, planOf } from '../../parts/task-board/group-plans.ts';
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
      <BoardBody
        label="Tasks"
        shape={shape}
        board={board}
        columns={sentColumns}
        hasAny={board.counts[scope] > 0}
        selected={selected}
        onSelect={onSelect}
        empty={none}
      />
    </Pane>
  );
}
