import { memo } from 'react';
import type { Board } from '../../parts/task-board/board.ts';
import { groupings } from '../../parts/task-board/group-plans.ts';
import { NarrowMenu } from '../../parts/task-board/narrow-menu.tsx';
import { useFilter } from '../../stores/view.ts';
import { Button } from '../../ui/button.tsx';
import { PaneHead, Spring } from '../../ui/pane.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Select } from '../../ui/select.tsx';
import { FilterField } from '../../ui/text-field.tsx';
import { useBoardView } from './board-view.ts';
import { PlaceSwitch } from './place-switch.tsx';
import style from './task-list.module.css';

interface Props {
  counts: Board['counts'];
  onAdd: () => void;
}

/** What stands above the board: which Tasks, in what shape and order. Drawn again only when its numbers change. */
export const TaskListHead = memo(function TaskListHead({ counts, onAdd }: Props) {
  const [{ shape, scope, grouping }, setView] = useBoardView();
  const [text, setText] = useFilter('tasks');
  return (
    <>
      <PaneHead title="Tasks">
        <Segmented
          label="Which Tasks"
          value={scope}
          onChange={(next) => setView({ scope: next })}
          options={[
            { value: 'all', label: 'All', count: counts.all },
            { value: 'open', label: 'Open', count: counts.open },
            { value: 'ended', label: 'Ended', count: counts.ended },
          ]}
        />
        <FilterField label="Filter Tasks" placeholder="status, member, claim" value={text} onChange={setText} />
        <Segmented
          label="Shape of the board"
          value={shape}
          onChange={(next) => setView({ shape: next })}
          options={[
            { value: 'list', label: 'List', icon: 'list' },
            { value: 'columns', label: 'Columns', icon: 'board' },
          ]}
        />
        <Button kind="main" icon="plus" keys="n" onPress={onAdd} label="New Task">
          Task
        </Button>
      </PaneHead>
      <PaneHead size="slim">
        <PlaceSwitch place="tasks" />
        <Spring />
        {shape === 'list' && (
          <span className={style.by}>
            by
            <Select
              quiet
              size="small"
              label="Group by"
              value={grouping}
              choices={groupings}
              onChange={(next) => setView({ grouping: next })}
            />
          </span>
        )}
        <NarrowMenu side="sent" text={text} onChange={setText} />
      </PaneHead>
    </>
  );
});
