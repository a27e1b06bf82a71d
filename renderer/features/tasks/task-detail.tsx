import { useCallback, useMemo, useState } from 'react';
import { isFinal, type PollingProfile, type TaskOutput, type TaskRecord } from '../../../shared/domain/task.ts';
import { DocumentViewer } from '../../parts/document-viewer/document-viewer.tsx';
import { FailureNote } from '../../parts/failure-note.tsx';
import { call } from '../../api/call.ts';
import { type Action, useActions } from '../../stores/actions.ts';
import { cancelOperation, runOperation, useOperation } from '../../stores/operations.ts';
import { useRecord } from '../../stores/records.ts';
import { useCommands } from '../../stores/use-commands.ts';
import { goTo } from '../../stores/view.ts';
import { useTaskDetail } from '../../parts/use-task-detail.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { copyText, CopyButton } from '../../ui/copy-button.tsx';
import { StatusFigure } from '../../ui/figures.tsx';
import { elideMiddle } from '../../ui/format.ts';
import { PaneBody, PaneHead, Spring } from '../../ui/pane.tsx';
import { Progress } from '../../ui/progress.tsx';
import { sandboxPace } from '../../parts/task-view/pace.ts';
import { RulerFigure } from '../../parts/task-view/ruler-figure.tsx';
import { StateMachine } from '../../parts/task-view/state-machine.tsx';
import { roadOf } from '../../parts/task-view/state-road.ts';
import style from './task-detail.module.css';
import { TaskFacts } from '../../parts/task-view/task-facts.tsx';
import { TaskFindings } from '../../parts/task-view/task-findings.tsx';
import { TaskOutputs } from '../../parts/task-view/task-outputs.tsx';
import { TaskTimeline } from '../../parts/task-view/task-timeline.tsx';
import { useTaskResource } from '../../parts/task-view/use-task-resource.ts';

/** One Task: what it asks, the road it took, its polls, what happened, what the rules say and what it brought. */
export function TaskDetail({ task: record }: { task: TaskRecord }) {
  const task = useTaskDetail(record);
  const { id, taskId, versions, createExchangeId } = task;
  const { busy, failure, run } = useCommands();
  const [opened, setOpened] = useState<TaskOutput>();
  const connection = useRecord('connection', task.connectionId);
  const operation = useOperation(`fetch ${id}`);
  const read = useTaskResource(task);
  const road = useMemo(() => roadOf(versions), [versions]);
  const [fetchFailure, setFetchFailure] = useState<typeof failure>();
  const wire = task.polls.at(-1)?.exchangeId ?? versions.at(-1)?.exchangeId ?? createExchangeId;
  const toFetch = task.outputs.some(({ content }) => !content);

  const poll = useCallback(() => void run('tasks.poll', { id }), [id, run]);
  const fetchAll = useCallback(async () => {
    setFetchFailure(undefined);
    const reply = await runOperation(`fetch ${id}`, (operationId) => call('tasks.fetch', { id, operationId }));
    if (!reply.ok) setFetchFailure(reply.error);
  }, [id]);
  const setPace = (profile: PollingProfile) =>
    void run('tasks.watch', { id, ...(profile === 'debug' ? sandboxPace : { profile }) });

  const actions = useMemo(
    (): Action[] => [
      { id: 'task.poll', title: 'Poll this Task now', group: 'Run', keys: 'p', run: poll },
      {
        id: 'task.fetch',
        title: 'Fetch the output of this Task',
        group: 'Run',
        keys: 'f',
        when: () => task.outputs.length > 0,
        run: () => void fetchAll(),
      },
      {
        id: 'task.copy',
        title: 'Copy the id of this Task',
        group: 'Run',
        keys: 'c',
        run: () => void copyText(`Task/${taskId}`),
      },
      {
        id: 'task.wire',
        title: 'Wire record of this Task',
        group: 'Go',
        keys: 'w',
        run: () => goTo('exchanges', wire),
      },
      {
        id: 'task.open',
        title: 'Open the output of this Task',
        group: 'Run',
        keys: 'o',
        when: () => task.outputs.some(({ content }) => content),
        run: () => setOpened(task.outputs.find(({ content }) => content)),
      },
    ],
    [poll, fetchAll, task.outputs, taskId, wire],
  );
  useActions(actions);

  if (opened?.content) {
    return (
      <DocumentViewer
        key={opened.index}
        exchangeId={opened.content.exchangeId}
        side="response"
        pointer={opened.content.pointer}
        name={opened.reference}
        onClose={() => setOpened(undefined)}
      />
    );
  }
  return (
    <>
      <PaneHead
        level={2}
        title={
          <>
            <StatusFigure status={task.status} />
            <span className={`${style.id} mono`}>Task/{elideMiddle(taskId, 8, 4)}</span>
          </>
        }
      >
        <span className={style.badge}>
          <Badge approach="task" />
        </span>
        <Spring />
        <Button icon="refresh" keys="p" isDisabled={busy === 'tasks.poll'} onPress={poll}>
          {busy === 'tasks.poll' ? 'Polling' : 'Poll now'}
        </Button>
        <Button
          icon="download"
          keys="f"
          kind={toFetch && isFinal(task.status) ? 'main' : 'plain'}
          isDisabled={task.outputs.length === 0 || operation !== undefined}
          onPress={() => void fetchAll()}
        >
          Fetch output
        </Button>
        <CopyButton text={`Task/${taskId}`} label="Copy id" keys="c" />
        <IconButton icon="exchanges" label="Wire record" keys="w" onPress={() => goTo('exchanges', wire)} />
      </PaneHead>
      <PaneBody label="Task in full">
        {failure && <FailureNote failure={failure} onRetry={busy ? undefined : poll} />}
        {fetchFailure && <FailureNote failure={fetchFailure} onRetry={() => void fetchAll()} />}
        {operation && (
          <div className={style.progress}>
            <Progress
              label={operation.progress?.label ?? 'Fetching the output'}
              bytes={operation.progress?.bytes}
              totalBytes={operation.progress?.totalBytes}
              note={operation.progress?.url}
              isCancelling={operation.cancelling}
              onCancel={() => void cancelOperation(operation.operationId)}
            />
          </div>
        )}
        <TaskFacts task={task} resource={read?.resource} onPace={setPace} />
        <StateMachine road={road} />
        <RulerFigure task={task} />
        <div className={style.two}>
          <div>
            <TaskTimeline task={task} road={road} />
          </div>
          <div>
            <TaskFindings task={task} version={connection?.cdexVersion ?? '2.1'} read={read} />
            <TaskOutputs
              task={task}
              isFetching={operation !== undefined}
              onFetch={() => void fetchAll()}
              onOpen={setOpened}
            />
          </div>
        </div>
      </PaneBody>
    </>
  );
}
