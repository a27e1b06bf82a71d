import { useCallback, useMemo, useState } from 'react';
import type { Failure } from '../../../shared/contract/errors.ts';
import { call } from '../../api/call.ts';
import { type Action, useActions } from '../../stores/actions.ts';
import { useConnectionInUse } from '../../stores/connection-in-use.ts';
import { keepDraft, useDraft } from '../../stores/drafts.ts';
import { cancelOperation, runOperation, useOperation } from '../../stores/operations.ts';
import { recordsOf, useRecords, useTable } from '../../stores/records.ts';
import { goTo } from '../../stores/view.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Pane, PaneBody, PaneHead, Spring } from '../../ui/pane.tsx';
import { Progress } from '../../ui/progress.tsx';
import { SplitPane } from '../../ui/split-pane.tsx';
import { FailureNote } from '../failure-note.tsx';
import { FormFields } from './form-fields.tsx';
import style from './task-composer.module.css';
import { TaskPreview } from './task-preview.tsx';
import { emptyForm, lacking, requestOf, type TaskForm } from './task-form.ts';
import { useTaskDraft } from './use-task-draft.ts';

/** Under this name the unfinished Task is kept while other screens are looked at. */
const draftName = 'task-request';
const sendName = 'task send';

interface Props {
  /** The Task was created; its record's id. */
  onDone: (id: string) => void;
  onClose: () => void;
}

/** Composes a data-request-query Task: what is typed on the left, the Task it becomes and what the rules say on the right. */
export function TaskComposer({ onDone, onClose }: Props) {
  const [form, setForm] = useDraft<TaskForm>(draftName, emptyForm);
  const [failure, setFailure] = useState<Failure>();
  const operation = useOperation(sendName);
  const connections = useTable('connection');
  const inUse = useConnectionInUse();
  // A data request goes from a payer to a provider, so only connections on which we are the payer are offered.
  const partners = useMemo(
    () =>
      recordsOf({ ...useRecords.getState(), connection: connections }, 'connection').filter(
        ({ role }) => role === 'payer',
      ),
    [connections],
  );
  const fitting =
    partners.find(({ id }) => id === inUse?.id) ?? partners.find(({ origin }) => origin === 'sandbox-provider');
  const partner = partners.find(({ id }) => id === form.connection) ?? fitting ?? partners[0];
  const isSandbox = partner?.origin === 'sandbox-provider';
  const lack = lacking(form);
  const request = useMemo(() => (lack === undefined ? requestOf(form) : undefined), [form, lack]);
  const state = useTaskDraft(partner?.id, request);

  const send = useCallback(
    async (sendAnyway = false) => {
      if (!request || !partner) return;
      setFailure(undefined);
      const profile = isSandbox ? 'debug' : undefined; // else as agreed with the partner
      const reply = await runOperation(sendName, (operationId) =>
        call('tasks.request', { partner: { connection: partner.id }, request, profile, sendAnyway, operationId }),
      );
      if (!reply.ok) return setFailure(reply.error);
      // The sandbox moves its Tasks every second; polled at that pace, every state is seen to pass.
      if (isSandbox) await call('tasks.watch', { id: reply.value.id, profile: 'debug', everyMs: 1_000 });
      keepDraft(draftName, undefined);
      onDone(reply.value.id);
    },
    [request, partner, isSandbox, onDone],
  );

  const actions = useMemo(
    (): Action[] => [
      {
        id: 'task.send',
        title: 'Send this Task',
        group: 'Run',
        keys: 'Mod+Enter',
        when: () => request !== undefined,
        run: () => void send(),
      },
      { id: 'task.leave', title: 'Back to the list of Tasks', group: 'Go', keys: 'Escape', run: onClose },
    ],
    [send, request, onClose],
  );
  useActions(actions);

  if (!partner) {
    return (
      <Pane label="New Task">
        <PaneHead title="New Task" />
        <Empty
          icon="task"
          title="No provider to ask"
          actions={<Button onPress={() => goTo('connections', 'new')}>Add a connection</Button>}
        >
          A Task goes to a provider. Start the sandbox, or add a connection on which we are the payer.
        </Empty>
      </Pane>
    );
  }
  return (
    <SplitPane name="task-composer" label="form" start={600} min={420} minRest={360}>
      <Pane label="New Task">
        <h1 className="hidden">Tasks</h1>
        <PaneHead title="New Task" level={2}>
          <Badge approach="task" />
          <span className="muted">data-request-query</span>
          <Spring />
          <Button keys="Escape" onPress={onClose}>
            Back
          </Button>
          <Button
            kind="main"
            icon="send"
            keys="Mod+Enter"
            isDisabled={!request || operation !== undefined}
            onPress={() => void send()}
          >
            {operation ? 'Sending' : 'Send'}
          </Button>
        </PaneHead>
        <PaneBody label="What the Task asks">
          {failure && (
            <FailureNote failure={failure} onRetry={failure.code === 'rules-failed' ? undefined : () => void send()}>
              {failure.code === 'rules-failed' && (
                <Button size="small" icon="send" onPress={() => void send(true)}>
                  Send anyway
                </Button>
              )}
            </FailureNote>
          )}
          {operation && (
            <div className={style.progress}>
              <Progress
                label={operation.progress?.label ?? 'Sending the Task'}
                isCancelling={operation.cancelling}
                onCancel={() => void cancelOperation(operation.operationId)}
              />
            </div>
          )}
          <FormFields form={form} onChange={setForm} partner={partner} partners={partners} />
        </PaneBody>
      </Pane>
      <Pane label="Preview">
        <TaskPreview lack={lack} state={state} isSandbox={isSandbox} reasonUnknown={form.reasonUnknown} />
      </Pane>
    </SplitPane>
  );
}
