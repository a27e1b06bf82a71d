import { useMemo } from 'react';
import { composeNew, composing } from '../../parts/task-composer/compose.ts';
import { TaskComposer } from '../../parts/task-composer/task-composer.tsx';
import { type Action, useActions } from '../../stores/actions.ts';
import { useRecord } from '../../stores/records.ts';
import { select, useSelected } from '../../stores/view.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Pane } from '../../ui/pane.tsx';
import { SplitPane } from '../../ui/split-pane.tsx';
import { useBoardView } from './board-view.ts';
import { readPlace, subscriptionsPlace } from '../../parts/task-view/places.ts';
import { Received } from './received/received.tsx';
import { Subscriptions } from './subscriptions/subscriptions.tsx';
import { TaskDetail } from './task-detail.tsx';
import { TaskList } from './task-list.tsx';

const compose = () => composeNew();
const choose = (id: string | undefined) => select('tasks', id);

/** The second road: ask, wait, fetch. The Tasks we sent or received, one of them, a new one, or the subscriptions that tell of them. */
export function Tasks() {
  const selected = useSelected('tasks');
  const place = readPlace(selected, composing);
  const isReceived = useRecord('task', selected)?.side === 'received';
  if (place.at === 'compose') return <TaskComposer onDone={choose} onClose={() => choose(undefined)} />;
  if (place.at === 'subscriptions') return <Subscriptions selected={place.id} />;
  if (place.at === 'received' || isReceived)
    return <Received selected={isReceived ? selected : undefined} isRules={place.at === 'received' && place.isRules} />;
  return <TasksAndOne selected={place.id} />;
}

function TasksAndOne({ selected }: { selected: string | undefined }) {
  const [{ shape }] = useBoardView();
  const task = useRecord('task', selected);
  const isColumns = shape === 'columns';
  const actions = useMemo(
    (): Action[] => [
      { id: 'tasks.new', title: 'New Task', group: 'Run', keys: 'n', words: 'compose request data ask', run: compose },
      {
        id: 'tasks.subscriptions',
        title: 'Go to the subscriptions',
        group: 'Go',
        words: 'notification topic heartbeat',
        run: () => choose(subscriptionsPlace),
      },
      {
        id: 'tasks.close',
        title: 'Close the Task',
        group: 'View',
        keys: 'Escape',
        when: () => isColumns && selected !== undefined,
        run: () => choose(undefined),
      },
    ],
    [isColumns, selected],
  );
  useActions(actions);
  return (
    <SplitPane
      key={shape}
      name={isColumns ? 'tasks-columns' : 'tasks'}
      label={isColumns ? 'board' : 'list'}
      start={624}
      min={420}
      minRest={480}
    >
      <TaskList selected={task?.id} onSelect={choose} onAdd={compose} />
      {/* Columns want all the room there is; only a Task that was opened takes some of it. */}
      {isColumns && !task ? undefined : (
        <Pane label="Task">{task ? <TaskDetail key={task.id} task={task} /> : <NoneChosen />}</Pane>
      )}
    </SplitPane>
  );
}

function NoneChosen() {
  return (
    <Empty
      icon="task"
      title="No Task chosen"
      actions={
        <Button icon="plus" keys="n" onPress={compose}>
          New Task
        </Button>
      }
    >
      Choose one to see its road, its polls and what it brought.
    </Empty>
  );
}
