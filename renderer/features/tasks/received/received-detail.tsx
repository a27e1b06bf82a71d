import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Failure } from '../../../../shared/contract/errors.ts';
import type { Connection } from '../../../../shared/domain/connection.ts';
import type { TaskRecord } from '../../../../shared/domain/task.ts';
import { FailureNote } from '../../../parts/failure-note.tsx';
import { beginAnswer, type FilledForm } from '../../../parts/submission-composer/compose.ts';
import { FormPane } from '../../../parts/questionnaire-form/form-pane.tsx';
import { fetchName, fetchOutputs, useFetched } from '../../../parts/task-view/fetched.ts';
import { isOpenable, OpenedOutput } from '../../../parts/task-view/opened-output.tsx';
import type { OutputNode } from '../../../parts/task-view/output-tree.ts';
import { StateMachine } from '../../../parts/task-view/state-machine.tsx';
import { roadOf } from '../../../parts/task-view/state-road.ts';
import { TaskFacts } from '../../../parts/task-view/task-facts.tsx';
import { TaskFindings } from '../../../parts/task-view/task-findings.tsx';
import { TaskOutputs } from '../../../parts/task-view/task-outputs.tsx';
import { TaskTimeline } from '../../../parts/task-view/task-timeline.tsx';
import { useTaskResource } from '../../../parts/task-view/use-task-resource.ts';
import { useTaskDetail } from '../../../parts/use-task-detail.ts';
import { type Action, useActions } from '../../../stores/actions.ts';
import { useOperation } from '../../../stores/operations.ts';
import { useCommands } from '../../../stores/use-commands.ts';
import { select } from '../../../stores/view.ts';
import { PaneBody } from '../../../ui/pane.tsx';
import style from '../task-detail.module.css';
import { AnswerPanel } from './answer/answer-panel.tsx';
import { useAnswer } from './answer/use-answer.ts';
import { receivedActions, type ReceivedDeeds } from './received-actions.ts';
import { ReceivedHead } from './received-head.tsx';
import { receivedPlace } from '../../../parts/task-view/places.ts';
import { RuledNote } from './ruled-note.tsx';
import { Submitted } from './submitted.tsx';

const noActions: readonly Action[] = [];

interface Props {
  task: TaskRecord;
  server: Connection;
  /** Opens the composer, filled in for this Task. */
  onSubmit: (id: string) => void;
}

/** One received Task: what it asks, what the rules say of it, our answer, and what happened to it. */
export function ReceivedDetail({ task: record, server, onSubmit }: Props) {
  const task = useTaskDetail(record);
  const { id, code, versions, outputs, createExchangeId } = task;
  const { busy, failure, run } = useCommands();
  const [opened, setOpened] = useState<OutputNode>();
  const [isFilling, setFilling] = useState(false);
  const operation = useOperation(fetchName(id));
  const fetching = useFetched(id);
  const read = useTaskResource(task);
  const road = useMemo(() => roadOf(versions), [versions]);
  const wire = task.polls.at(-1)?.exchangeId ?? versions.at(-1)?.exchangeId ?? createExchangeId;
  const answering = useAnswer(task, read?.resource, server);

  const readAgain = useCallback(() => void run('tasks.poll', { id }), [id, run]);
  const asksForm = code.endsWith('questionnaire');
  const asksPush = code.startsWith('attachment-request');
  const [refusal, setRefusal] = useState<Failure>();
  const submit = useCallback(
    async (filled?: FilledForm) => {
      const failed = await beginAnswer(id, filled);
      setRefusal(failed);
      if (!failed) onSubmit(id);
      return failed;
    },
    [id, onSubmit],
  );
  const deeds = useMemo(
    (): ReceivedDeeds => ({
      read: readAgain,
      readHistory: () => void run('tasks.history', { id }),
      forget: () =>
        void run('tasks.forget', { id }).then((reply) => {
          if (reply.ok) select('tasks', receivedPlace);
        }),
      fillIn: asksForm ? () => setFilling(true) : undefined,
      submit: asksPush ? () => void submit() : undefined,
    }),
    [id, run, readAgain, asksForm, asksPush, submit],
  );
  const latest = useRef(answering);
  useEffect(() => {
    latest.current = answering;
  });
  const { taskId, status, goneAt } = task;
  const actions = useMemo(
    () => receivedActions({ id: task.id, taskId, status, goneAt, wire }, deeds, () => latest.current),
    [task.id, taskId, status, goneAt, wire, deeds],
  );
  useActions(actions);
  const leaving = useMemo(
    (): Action[] => [
      // Takes over the key that else closes the Task.
      { id: 'queue.close', title: 'Back to the Task', group: 'Go', keys: 'Escape', run: () => setFilling(false) },
    ],
    [],
  );
  useActions(isFilling ? leaving : noActions);

  if (isOpenable(opened)) return <OpenedOutput output={opened} onClose={() => setOpened(undefined)} />;
  if (isFilling) {
    return (
      <FormPane
        task={record}
        onClose={() => setFilling(false)}
        onSubmit={({ id: formId, title }) => submit({ formId, title })}
      />
    );
  }
  return (
    <>
      <ReceivedHead task={task} busy={busy} wire={wire} deeds={deeds} />
      <PaneBody label="Task in full">
        {failure && <FailureNote failure={failure} onRetry={busy ? undefined : readAgain} />}
        {fetching?.failure && <FailureNote failure={fetching.failure} />}
        {refusal && <FailureNote failure={refusal} onRetry={() => void submit()} />}
        <TaskFacts task={task} resource={read?.resource} />
        <RuledNote task={task} />
        <Submitted taskId={id} />
        <AnswerPanel task={task} read={read} manner={server} answering={answering} onRead={readAgain} />
        <StateMachine road={road} />
        <div className={style.two}>
          <div>
            <TaskTimeline task={task} road={road} />
          </div>
          <div>
            <TaskFindings task={task} version={server.cdexVersion} read={read} />
            <TaskOutputs
              task={task}
              isFetching={operation !== undefined}
              onFetch={outputs.length > 0 ? () => void fetchOutputs(id) : undefined}
              onOpen={setOpened}
            />
          </div>
        </div>
      </PaneBody>
    </>
  );
}
