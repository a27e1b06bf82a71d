import { useCallback, useState } from 'react';
import type { Failure } from '../../../../shared/contract/errors.ts';
import type { SubmissionAnswer } from '../../../../shared/contract/submissions.ts';
import type { SubmissionRecord } from '../../../../shared/domain/submission.ts';
import { isFinal } from '../../../../shared/domain/task.ts';
import { answerName, sendName } from '../../../parts/submission-composer/use-send.ts';
import { call } from '../../../api/call.ts';
import { keepDraft, useDraft } from '../../../stores/drafts.ts';
import { type Operation, runOperation, useOperation } from '../../../stores/operations.ts';
import { useRecords } from '../../../stores/records.ts';

/** Sending a submission once more, and what came of the last time. */
export interface Resend {
  operation: Operation | undefined;
  failure: Failure | undefined;
  /** As the command answered it, while this page is open. */
  answer: SubmissionAnswer | undefined;
  send: (how?: { split?: boolean; sendAnyway?: boolean }) => void;
  /** Completes the Task it answers. */
  complete: () => void;
}

/** Whether the Task it answers is still to be completed. */
function wantsCompleting(taskId: string | undefined): boolean {
  const task = taskId === undefined ? undefined : useRecords.getState().task.byId.get(taskId);
  return task !== undefined && !isFinal(task.status);
}

/** Sends a record again, whole or each attachment on its own. */
export function useResend({ id, taskId }: SubmissionRecord): Resend {
  const operation = useOperation(sendName(id));
  const [failure, setFailure] = useState<Failure>();
  const [answer] = useDraft<SubmissionAnswer | undefined>(answerName(id), undefined);
  const send = useCallback(
    async ({ split = false, sendAnyway = false } = {}) => {
      setFailure(undefined);
      keepDraft(answerName(id), undefined);
      const reply = await runOperation(sendName(id), (operationId) =>
        call('submissions.send', { id, split, sendAnyway, complete: wantsCompleting(taskId), operationId }),
      );
      if (reply.ok) keepDraft(answerName(id), reply.value);
      else setFailure(reply.error);
    },
    [id, taskId],
  );
  const complete = useCallback(async () => {
    if (taskId === undefined) return;
    const reply = await call('work.answer', { id: taskId, status: 'completed' });
    if (!reply.ok) return setFailure(reply.error);
    setFailure(undefined);
    if (answer) keepDraft(answerName(id), { ...answer, taskProblem: undefined, task: reply.value.task });
  }, [id, taskId, answer]);
  return { operation, failure, answer, send: (how) => void send(how), complete: () => void complete() };
}
