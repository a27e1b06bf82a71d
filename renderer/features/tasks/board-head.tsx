import type { ReactNode } from 'react';
import type { Board, TaskScope } from '../../parts/task-board/board.ts';
import { NarrowMenu } from '../../parts/task-board/narrow-menu.tsx';
import { useFilter } from '../../stores/view.ts';
import { PaneHead, Spring } from '../../ui/pane.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { type Choice, Select } from '../../ui/select.tsx';
import { FilterField } from '../../ui/text-field.tsx';
import { PlaceSwitch } from './place-switch.tsx';
import style from './task-list.module.css';

interface View<G extends string> {
  shape: 'list' | 'columns';
  scope: TaskScope;
  grouping: G;
}

interface Props<G extends string> {
  side: 'sent' | 'received';
  counts: Board['counts'];
  view: View<G>;
  onView: (patch: Partial<View<G>>) => void;
  /** The name its filter is kept under, and what may be typed there. */
  filter: string;
  placeholder: string;
  groupings: readonly Choice<G>[];
  /** The one button of this side. */
  children: ReactNode;
}

/** What stands above a board: which Tasks, in what shape and order, narrowed to what. */
export function BoardHead<G extends string>(props: Props<G>) {
  const { side, counts, view, onView, filter, placeholder, groupings, children } = props;
  const [text, setText] = useFilter(filter);
  return (
    <>
      <PaneHead title="Tasks">
        <Segmented
          label="Which Tasks"
          value={view.scope}
          onChange={(scope) => onView({ scope })}
          options={[
            { value: 'all', label: 'All', count: counts.all },
            { value: 'open', label: 'Open', count: counts.open },
            { value: 'ended', label: 'Ended', count: counts.ended },
          ]}
        />
        <FilterField label="Filter Tasks" placeholder={placeholder} value={text} onChange={setText} />
        <Segmented
          label="Shape of the board"
          value={view.shape}
          onChange={(shape) => onView({ shape })}
          options={[
            { value: 'list', label: 'List', icon: 'list' },
            { value: 'columns', label: 'Columns', icon: 'board' },
          ]}
        />
        {children}
      </PaneHead>
      <PaneHead size="slim">
        <PlaceSwitch place={side === 'sent' ? 'tasks' : 'received'} />
        <Spring />
        {view.shape === 'list' && (
          <span className={style.by}>
            by
            <Select
              quiet
              size="small"
              label="Group by"
              value={view.grouping}
              choices={groupings}
              onChange={(grouping) => onView({ grouping })}
            />
          </span>
        )}
        <NarrowMenu side={side} text={text} onChange={setText} />
      </PaneHead>
    </>
  );
}
