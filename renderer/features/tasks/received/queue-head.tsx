import { memo } from 'react';
import type { Board } from '../../../parts/task-board/board.ts';
import { NarrowMenu } from '../../../parts/task-board/narrow-menu.tsx';
import { useFilter } from '../../../stores/view.ts';
import { Button } from '../../../ui/button.tsx';
import { PaneHead, Spring } from '../../../ui/pane.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { Select } from '../../../ui/select.tsx';
import { FilterField } from '../../../ui/text-field.tsx';
import { PlaceSwitch } from '../place-switch.tsx';
import style from '../task-list.module.css';
import { receivedGroupings } from './received-plans.ts';
import { useReceivedView } from './received-view.ts';

/** The filter of the queue, apart from that of the Tasks we sent. */
export const queueFilter = 'tasks.received';

interface Props {
  counts: Board['counts'];
  isReading: boolean;
  onRefresh: () => void;
}

/** What stands above the queue: which Tasks, in what shape and order, and the way to read it. */
export const QueueHead = memo(function QueueHead({ counts, isReading, onRefresh }: Props) {
  const [{ shape, scope, grouping }, setView] = useReceivedView();
  const [text, setText] = useFilter(queueFilter);
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
        <FilterField label="Filter Tasks" placeholder="status, member, tag" value={text} onChange={setText} />
        <Segmented
          label="Shape of the board"
          value={shape}
          onChange={(next) => setView({ shape: next })}
          options={[
            { value: 'list', label: 'List', icon: 'list' },
            { value: 'columns', label: 'Columns', icon: 'board' },
          ]}
        />
        <Button kind="main" icon="refresh" keys="r" isDisabled={isReading} onPress={onRefresh}>
          {isReading ? 'Reading' : 'Refresh'}
        </Button>
      </PaneHead>
      <PaneHead size="slim">
        <PlaceSwitch place="received" />
        <Spring />
        {shape === 'list' && (
          <span className={style.by}>
            by
            <Select
              quiet
              size="small"
              label="Group by"
              value={grouping}
              choices={receivedGroupings}
              onChange={(next) => setView({ grouping: next })}
            />
          </span>
        )}
        <NarrowMenu side="received" text={text} onChange={setText} />
      </PaneHead>
    </>
  );
});
