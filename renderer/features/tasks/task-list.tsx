import { useMemo, useState } from 'react';
import { isFinal } from '../../../shared/domain/task.ts';
import { recordsOf, useRecords, useTable } from '../../stores/records.ts';
import { useFilter } from '../../stores/view.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Pane, PaneHead } from '../../ui/pane.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { FilterField } from '../../ui/text-field.tsx';
import { VirtualGrid } from '../../ui/virtual-grid.tsx';
import { taskColumns } from './task-columns.tsx';
import { groupTasks, type TaskScope } from './task-groups.ts';

interface Props {
  selected: string | undefined;
  onSelect: (id: string) => void;
  onAdd: () => void;
}

/** Tasks, grouped by who must act. */
export function TaskList({ selected, onSelect, onAdd }: Props) {
  const table = useTable('task');
  const [scope, setScope] = useState<TaskScope>('all');
  const [filter, setFilter] = useFilter('tasks');
  const tasks = useMemo(() => recordsOf({ ...useRecords.getState(), task: table }, 'task'), [table]);
  const rows = useMemo(() => groupTasks(tasks, scope, filter), [tasks, scope, filter]);
  const ended = tasks.filter(({ status }) => isFinal(status)).length;
  return (
    <Pane label="Tasks">
      <PaneHead title="Tasks">
        <Segmented
          label="Which Tasks"
          value={scope}
          onChange={setScope}
          options={[
            { value: 'all', label: 'All', count: tasks.length },
            { value: 'open', label: 'Open', count: tasks.length - ended },
            { value: 'ended', label: 'Ended', count: ended },
          ]}
        />
        <FilterField label="Filter Tasks" placeholder="status, member, claim" value={filter} onChange={setFilter} />
        <Button kind="main" icon="plus" keys="n" onPress={onAdd} label="New Task">
          Task
        </Button>
      </PaneHead>
      <VirtualGrid
        label="Tasks"
        primary
        columns={taskColumns}
        count={rows.length}
        rowAt={(index) => rows[index]}
        keyAt={(index) => rows[index]?.id ?? ''}
        rowHeight={40}
        selectedKey={selected}
        onSelect={onSelect}
        groupAt={(index) => {
          const row = rows[index];
          return row?.kind === 'group' ? (
            <>
              {row.title}
              <span>{row.count}</span>
            </>
          ) : undefined;
        }}
        marksOf={() => ({ approach: 'task' })}
        empty={
          tasks.length === 0 ? (
            <Empty
              icon="task"
              title="No Task yet"
              actions={
                <Button kind="main" icon="plus" onPress={onAdd}>
                  Compose the first one
                </Button>
              }
            >
              Ask a provider for what a search would find; the sandbox answers in seconds.
            </Empty>
          ) : (
            <Empty title="No Task fits" />
          )
        }
      />
    </Pane>
  );
}
