import { memo } from 'react';
import type { Board } from '../../parts/task-board/board.ts';
import { groupings } from '../../parts/task-board/group-plans.ts';
import { Button } from '../../ui/button.tsx';
import { BoardHead } from './board-head.tsx';
import { useBoardView } from './board-view.ts';

interface Props {
  counts: Board['counts'];
  onAdd: () => void;
}

/** The head of the Tasks we sent. Drawn again only when its numbers change. */
export const TaskListHead = memo(function TaskListHead({ counts, onAdd }: Props) {
  const [view, setView] = useBoardView();
  const placeholder = 'status, member, claim';
  return (
    <BoardHead side="sent" filter="tasks" {...{ counts, view, placeholder, groupings }} onView={setView}>
      <Button kind="main" icon="plus" keys="n" onPress={onAdd} label="New Task">
        Task
      </Button>
    </BoardHead>
  );
});
