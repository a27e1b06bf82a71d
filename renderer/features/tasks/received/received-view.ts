import type { TaskScope } from '../../../parts/task-board/board.ts';
import { useDraft } from '../../../stores/drafts.ts';
import type { ReceivedGrouping } from './received-plans.ts';

/** How the queue is looked at; kept while other screens are shown. */
export interface ReceivedView {
  shape: 'list' | 'columns';
  scope: TaskScope;
  grouping: ReceivedGrouping;
  /** The server whose queue it is; the most likely one where nothing was chosen. */
  connectionId?: string;
}

const start: ReceivedView = { shape: 'list', scope: 'all', grouping: 'actor' };

/** The view and the way to change parts of it. */
export function useReceivedView(): [ReceivedView, (patch: Partial<ReceivedView>) => void] {
  const [view, setView] = useDraft<ReceivedView>('tasks-received', start);
  return [view, (patch) => setView((before) => ({ ...before, ...patch }))];
}
