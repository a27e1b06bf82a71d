import { useMemo, useState } from 'react';
import { SubmissionComposer } from '../../../parts/submission-composer/submission-composer.tsx';
import { type Action, useActions } from '../../../stores/actions.ts';
import { useRecord } from '../../../stores/records.ts';
import { goTo, select } from '../../../stores/view.ts';
import { Button } from '../../../ui/button.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { Pane } from '../../../ui/pane.tsx';
import { SplitPane } from '../../../ui/split-pane.tsx';
import { receivedPlace, receivedRules } from '../../../parts/task-view/places.ts';
import { QueueList } from './queue-list.tsx';
import { ReceivedDetail } from './received-detail.tsx';
import { useReceivedView } from './received-view.ts';
import { Rules } from './rules/rules.tsx';
import { useQueue, useServers } from './use-queue.ts';

const choose = (id: string) => select('tasks', id);
const back = () => select('tasks', receivedPlace);
const showRules = () => select('tasks', receivedRules);

interface Props {
  /** Our id of the Task whose detail is open. */
  selected: string | undefined;
  /** The rules of the queue are shown in place of a Task. */
  isRules: boolean;
}

/** The provider's side of the second road: the Tasks partners sent to a server we work for, and our answers. */
export function Received({ selected, isRules }: Props) {
  // The Task for which attachments are being put together; its queue waits behind the composer.
  const [submitsFor, setSubmitsFor] = useState<string>();
  const leave = () => setSubmitsFor(undefined);
  if (selected !== undefined && submitsFor === selected) return <SubmissionComposer onDone={leave} onClose={leave} />;
  return <QueueAndOne selected={selected} isRules={isRules} onSubmit={setSubmitsFor} />;
}

interface QueueProps extends Props {
  /** The composer is filled in for this Task. */
  onSubmit: (id: string) => void;
}

function QueueAndOne({ selected, isRules, onSubmit }: QueueProps) {
  const [{ shape }, setView] = useReceivedView();
  const { server: chosen, servers } = useServers();
  const task = useRecord('task', selected);
  const own = useRecord('connection', task?.connectionId);
  // A Task opened by its address brings its own server along.
  const server = own ?? chosen;
  const state = useQueue(server?.id);
  const isColumns = shape === 'columns';
  const { refresh } = state;
  const actions = useMemo(
    (): Action[] => [
      { id: 'queue.refresh', title: 'Read the work queue', group: 'Run', keys: 'r', run: () => refresh() },
      {
        id: 'queue.rules',
        title: 'Rules of the work queue',
        group: 'Go',
        keys: 'e',
        words: 'automatic accept reject',
        run: showRules,
      },
      {
        id: 'queue.close',
        title: 'Close the Task',
        group: 'View',
        keys: 'Escape',
        when: () => isRules || (isColumns && selected !== undefined),
        run: back,
      },
    ],
    [refresh, isRules, isColumns, selected],
  );
  useActions(actions);
  if (!server) return <NoServer />;
  const hasDetail = isRules || task !== undefined;
  return (
    <SplitPane
      key={shape}
      name={isColumns ? 'received-columns' : 'received'}
      label={isColumns ? 'board' : 'list'}
      start={624}
      min={420}
      minRest={480}
    >
      <QueueList
        server={server}
        servers={servers}
        state={state}
        selected={task?.id}
        onSelect={choose}
        onServer={(connectionId) => {
          setView({ connectionId });
          if (task) back();
        }}
        onRules={isRules ? back : showRules}
      />
      {isColumns && !hasDetail ? undefined : (
        <Pane label={isRules ? 'Rules' : 'Received Task'}>
          {isRules && <Rules key={server.id} server={server} state={state} onClose={back} />}
          {!isRules && task && <ReceivedDetail key={task.id} task={task} server={server} onSubmit={onSubmit} />}
          {!hasDetail && (
            <Empty icon="task" title="No Task chosen">
              Choose one to see what it asks, and to answer it.
            </Empty>
          )}
        </Pane>
      )}
    </SplitPane>
  );
}

function NoServer() {
  return (
    <Pane label="Received Tasks">
      <Empty
        icon="task"
        title="No server to work for"
        actions={<Button onPress={() => goTo('connections', 'new')}>Add a connection</Button>}
      >
        Start the sandbox, or add the server Tasks are sent to.
      </Empty>
    </Pane>
  );
}
