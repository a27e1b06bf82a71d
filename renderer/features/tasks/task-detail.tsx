import { useCallback, useMemo, useState } from 'react';
import type { Failure } from '../../../shared/contract/errors.ts';
import { isFinal, type PollingProfile, type TaskRecord } from '../../../shared/domain/task.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { AnsweringPushes } from '../../parts/push-view/answering-pushes.tsx';
import { composeFrom } from '../../parts/task-composer/compose.ts';
import { fetchName, fetchOutputs, useFetched } from '../../parts/task-view/fetched.ts';
import { isOpenable, OpenedOutput } from '../../parts/task-view/opened-output.tsx';
import type { OutputNode } from '../../parts/task-view/output-tree.ts';
import { outputTree } from '../../parts/task-view/output-tree.ts';
import { sandboxPace } from '../../parts/task-view/pace.ts';
import { RulerFigure } from '../../parts/task-view/ruler-figure.tsx';
import { StateMachine } from '../../parts/task-view/state-machine.tsx';
import { roadOf } from '../../parts/task-view/state-road.ts';
import { TaskFacts } from '../../parts/task-view/task-facts.tsx';
import { TaskFindings } from '../../parts/task-view/task-findings.tsx';
import { TaskOutputs } from '../../parts/task-view/task-outputs.tsx';
import { TaskTimeline } from '../../parts/task-view/task-timeline.tsx';
import { useTaskNotices } from '../../parts/task-view/use-task-notices.ts';
import { useTaskResource } from '../../parts/task-view/use-task-resource.ts';
import { useTaskDetail } from '../../parts/use-task-detail.ts';
import { OperationProgress } from '../../parts/operation-progress.tsx';
import { useActions } from '../../stores/actions.ts';
import { useOperation } from '../../stores/operations.ts';
import { useRecord } from '../../stores/records.ts';
import { useCommands } from '../../stores/use-commands.ts';
import { PaneBody } from '../../ui/pane.tsx';
import { CancelDialog } from './cancel-dialog.tsx';
import { detailActions, type DetailDeeds } from './detail-actions.ts';
import { DetailHead } from './detail-head.tsx';
import style from './task-detail.module.css';

/** One Task: what it asks, the road it took, its polls, what happened, what the rules say and what it brought. */
export function TaskDetail({ task: record }: { task: TaskRecord }) {
  const task = useTaskDetail(record);
  const { id, versions, createExchangeId } = task;
  const { busy, failure, run } = useCommands();
  const [opened, setOpened] = useState<OutputNode>();
  const [isUnwanted, setUnwanted] = useState(false);
  const [composeFailure, setComposeFailure] = useState<Failure>();
  const connection = useRecord('connection', task.connectionId);
  const operation = useOperation(fetchName(id));
  const fetching = useFetched(id);
  const read = useTaskResource(task);
  const notices = useTaskNotices(task);
  const road = useMemo(() => roadOf(versions), [versions]);
  const wire = task.polls.at(-1)?.exchangeId ?? versions.at(-1)?.exchangeId ?? createExchangeId;

  const poll = useCallback(() => void run('tasks.poll', { id }), [id, run]);
  const readHistory = useCallback(() => void run('tasks.history', { id }), [id, run]);
  const fetchAll = useCallback(() => void fetchOutputs(id), [id]);
  const sendAgain = useCallback(() => void composeFrom(id).then(setComposeFailure), [id]);
  const setPace = (profile: PollingProfile) =>
    void run('tasks.watch', { id, ...(profile === 'debug' ? sandboxPace : { profile }) });

  const { outputs } = task;
  const deeds = useMemo(
    (): DetailDeeds => ({
      poll,
      fetchAll,
      readHistory,
      sendAgain,
      cancel: () => setUnwanted(true),
      open: () => setOpened(outputTree(outputs).find(({ place }) => place)),
    }),
    [poll, fetchAll, readHistory, sendAgain, outputs],
  );
  const actions = useMemo(
    () => detailActions({ id, taskId: task.taskId, outputs, goneAt: task.goneAt, wire }, deeds),
    [id, task.taskId, outputs, task.goneAt, wire, deeds],
  );
  useActions(actions);

  if (isOpenable(opened)) return <OpenedOutput output={opened} onClose={() => setOpened(undefined)} />;
  return (
    <>
      <DetailHead task={task} busy={busy} isFetching={operation !== undefined} wire={wire} deeds={deeds} />
      <PaneBody label="Task in full">
        {failure && <FailureNote failure={failure} onRetry={busy ? undefined : poll} />}
        {fetching?.failure && <FailureNote failure={fetching.failure} onRetry={fetchAll} />}
        {composeFailure && <FailureNote failure={composeFailure} onRetry={sendAgain} />}
        {operation && <OperationProgress operation={operation} label="Fetching the output" withAddress />}
        <TaskFacts task={task} resource={read?.resource} onPace={setPace} />
        <StateMachine
          road={road}
          onHistory={task.goneAt ? undefined : readHistory}
          isReading={busy === 'tasks.history'}
        />
        <RulerFigure task={task} notices={notices} />
        <div className={style.two}>
          <div>
            <TaskTimeline task={task} road={road} notices={notices} />
          </div>
          <div>
            <TaskFindings task={task} version={connection?.cdexVersion ?? '2.1'} read={read} />
            <AnsweringPushes task={task} />
            <TaskOutputs
              task={task}
              isFetching={operation !== undefined}
              onFetch={isFinal(task.status) || outputs.length > 0 ? fetchAll : undefined}
              onOpen={setOpened}
            />
          </div>
        </div>
      </PaneBody>
      {isUnwanted && <CancelDialog task={task} onClose={() => setUnwanted(false)} />}
    </>
  );
}
