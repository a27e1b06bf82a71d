import { memo } from 'react';
import type { Board } from '../../../parts/task-board/board.ts';
import { Button } from '../../../ui/button.tsx';
import { BoardHead } from '../board-head.tsx';
import { receivedGroupings } from './received-plans.ts';
import { useReceivedView } from './received-view.ts';

/** The filter of the queue, apart from that of the Tasks we sent. */
export const queueFilter = 'tasks.received';

interface Props {
  counts: Board['counts'];
  isReading: boolean;
  onRefresh: () => void;
}

/** The head of the queue, with the way to read it. Drawn again only when its numbers change. */
export const QueueHead = memo(function QueueHead({ counts, isReading, onRefresh }: Props) {
  const [view, setView] = useReceivedView();
  const placeholder = 'status, member, tag';
  return (
    <BoardHead
      side="received"
      filter={queueFilter}
      groupings={receivedGroupings}
      {...{ counts, view, placeholder }}
      onView={setView}
    >
      <Button kind="main" icon="refresh" keys="r" isDisabled={isReading} onPress={onRefresh}>
        {isReading ? 'Reading' : 'Refresh'}
      </Button>
    </BoardHead>
  );
});
