import { useCallback } from 'react';
import type { Connection } from '../../../../shared/domain/connection.ts';
import type { TaskRecord } from '../../../../shared/domain/task.ts';
import { BoardBody } from '../../../parts/task-board/board-body.tsx';
import { columnsPlan } from '../../../parts/task-board/group-plans.ts';
import { useBoard } from '../../../parts/task-board/use-board.ts';
import { useFilter } from '../../../stores/view.ts';
import { Pane } from '../../../ui/pane.tsx';
import { ByHandNote } from './by-hand.tsx';
import { NoReceived } from './no-received.tsx';
import { queueColumns } from './queue-columns.tsx';
import { QueueHead, queueFilter } from './queue-head.tsx';
import { QueueStrip } from './queue-strip.tsx';
import { receivedPlanOf } from './received-plans.ts';
import { useReceivedView } from './received-view.ts';
import type { QueueState } from './use-queue.ts';

interface Props {
  server: Connection;
  servers: readonly Connection[];
  state: QueueState;
  selected: string | undefined;
  onSelect: (id: string) => void;
  onServer: (connectionId: string) => void;
  onRules: () => void;
}

/** The Tasks partners sent to a server: as a list in groups, or as columns by status. */
export function QueueList({ server, servers, state, selected, onSelect, onServer, onRules }: Props) {
  const [{ shape, scope, grouping }, setView] = useReceivedView();
  const [text, setText] = useFilter(queueFilter);
  const planAt = useCallback(
    (now: number) => (shape === 'columns' ? columnsPlan : receivedPlanOf(grouping, now)),
    [shape, grouping],
  );
  const { id, baseUrl } = server;
  const only = useCallback(
    (task: TaskRecord) => task.connectionId === id || (task.connectionId === undefined && task.baseUrl === baseUrl),
    [id, baseUrl],
  );
  const isTimed = shape === 'list' && grouping === 'due';
  const board = useBoard({ side: 'received', scope, text, planAt, isTimed, only });
  const { refresh } = state;
  const readNow = useCallback(() => refresh(), [refresh]);
  const none = (
    <NoReceived
      server={server}
      isNarrowed={text.trim() !== '' || (scope !== 'all' && board.counts.all > 0)}
      wasRead={state.queue?.lastReadAt !== undefined}
      onRefresh={readNow}
      onShowAll={() => {
        setText('');
        setView({ scope: 'all' });
      }}
    />
  );
  return (
    <Pane label="Received Tasks">
      <QueueHead counts={board.counts} isReading={state.operation !== undefined} onRefresh={readNow} />
      <QueueStrip server={server} servers={servers} state={state} onServer={onServer} onRules={onRules} />
      {server.origin === 'sandbox-provider' && board.counts.all > 0 && <ByHandNote />}
      <BoardBody
        label="Received Tasks"
        shape={shape}
        board={board}
        columns={queueColumns}
        hasAny={board.counts[scope] > 0}
        selected={selected}
        onSelect={onSelect}
        empty={none}
      />
    </Pane>
  );
}
