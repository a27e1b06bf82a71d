import type { TaskRecord } from '../../../shared/domain/task.ts';
import { showConversation } from '../../parts/sequence-diagram/place.ts';
import type { Action } from '../../stores/actions.ts';
import { goTo } from '../../stores/view.ts';
import { copyText } from '../../ui/copy-button.tsx';

/** What can be done with the Task whose detail is shown. */
export interface DetailDeeds {
  poll: () => void;
  fetchAll: () => void;
  readHistory: () => void;
  sendAgain: () => void;
  cancel: () => void;
  /** Opens the first output that was fetched. */
  open: () => void;
}

type Of = Pick<TaskRecord, 'id' | 'taskId' | 'outputs' | 'goneAt'> & { wire: string };

/** The same as actions with keys; `wire` is the exchange that last told of the Task. */
export function detailActions({ id, taskId, outputs, goneAt, wire }: Of, deeds: DetailDeeds): Action[] {
  return [
    { id: 'task.poll', title: 'Poll this Task now', group: 'Run', keys: 'p', run: deeds.poll },
    {
      id: 'task.fetch',
      title: 'Fetch the output of this Task',
      group: 'Run',
      keys: 'f',
      when: () => outputs.length > 0,
      run: deeds.fetchAll,
    },
    {
      id: 'task.open',
      title: 'Open the output of this Task',
      group: 'Run',
      keys: 'o',
      when: () => outputs.some(({ content }) => content),
      run: deeds.open,
    },
    {
      id: 'task.copy',
      title: 'Copy the id of this Task',
      group: 'Run',
      keys: 'c',
      run: () => void copyText(`Task/${taskId}`),
    },
    { id: 'task.wire', title: 'Wire record of this Task', group: 'Go', keys: 'w', run: () => goTo('exchanges', wire) },
    {
      id: 'task.conversation',
      title: 'Conversation around this Task',
      group: 'Go',
      keys: 'v',
      words: 'sequence diagram exchanges',
      run: () => showConversation('task', id),
    },
    {
      id: 'task.again',
      title: 'Correct this Task and send it again',
      group: 'Run',
      keys: 'e',
      words: 'clone edit compose copy',
      run: deeds.sendAgain,
    },
    {
      id: 'task.history',
      title: 'Read the history of this Task',
      group: 'Run',
      words: 'versions missed',
      when: () => goneAt === undefined,
      run: deeds.readHistory,
    },
    {
      id: 'task.cancel',
      title: 'This Task is no longer wanted',
      group: 'Run',
      keys: 'x',
      words: 'cancel delete forget',
      run: deeds.cancel,
    },
  ];
}
