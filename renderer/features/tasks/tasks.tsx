import { useMemo } from 'react';
import { type Action, useActions } from '../../stores/actions.ts';
import { useRecord } from '../../stores/records.ts';
import { select, useSelected } from '../../stores/view.ts';
import { TaskComposer } from '../../parts/task-composer/task-composer.tsx';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Pane } from '../../ui/pane.tsx';
import { SplitPane } from '../../ui/split-pane.tsx';
import { TaskDetail } from './task-detail.tsx';
import { TaskList } from './task-list.tsx';

/** Stands in place of an id while a Task is being composed. */
const composing = 'new';
const compose = () => select('tasks', composing);

/** The second road: ask, wait, fetch. The list of Tasks, and one of them. */
export function Tasks() {
  const selected = useSelected('tasks');
  const task = useRecord('task', selected);
  const actions = useMemo(
    (): Action[] => [
      { id: 'tasks.new', title: 'New Task', group: 'Run', keys: 'n', words: 'compose request data ask', run: compose },
    ],
    [],
  );
  useActions(actions);
  if (selected === composing) {
    return <TaskComposer onDone={(id) => select('tasks', id)} onClose={() => select('tasks', undefined)} />;
  }
  return (
    <SplitPane name="tasks" label="list" start={624} min={420} minRest={480}>
      <TaskList selected={selected} onSelect={(id) => select('tasks', id)} onAdd={compose} />
      <Pane label="Task">
        {task ? (
          <TaskDetail key={task.id} task={task} />
        ) : (
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
        )}
      </Pane>
    </SplitPane>
  );
}
