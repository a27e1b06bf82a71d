import type { TaskScope } from '../../parts/task-board/board.ts';
import type { Grouping } from '../../parts/task-board/group-plans.ts';
import { useDraft } from '../../stores/drafts.ts';

/** How the board of Tasks is looked at; kept while other screens are shown. */
export interface BoardView {
  shape: 'list' | 'columns';
  scope: TaskScope;
  grouping: Grouping;
}

const start: BoardView = { shape: 'list', scope: 'all', grouping: 'actor' };

/** The view and the way to change parts of it. */
export function useBoardView(): [BoardView, (patch: Partial<BoardView>) => void] {
  const [view, setView] = useDraft<BoardView>('tasks-board', start);
  return [view, (patch) => setView((before) => ({ ...before, ...patch }))];
}
