import { useCallback, useState } from 'react';
import type { Failure } from '../../../shared/contract/errors.ts';
import type { TaskReceipt } from '../../../shared/contract/tasks.ts';
import type { Connection } from '../../../shared/domain/connection.ts';
import { isObject } from '../../../shared/fhir/json.ts';
import { call } from '../../api/call.ts';
import { type Operation, runOperation, useOperation } from '../../stores/operations.ts';
import { begin, useComposing } from './composer-store.ts';
import { requestFrom } from './task-request.ts';
import { saveNow } from './keep-draft.ts';

const sendName = 'task send';

/** Sending what is composed, and what came of it. */
export interface Send {
  operation: Operation | undefined;
  failure: Failure | undefined;
  /** Something is odd about the answer: shown before the Task is. */
  odd: TaskReceipt | undefined;
  send: (anyway?: boolean) => Promise<void>;
  /** Goes to the Task whose answer was odd. */
  proceed: () => void;
}

/** What is to be sent: the request, or the Task where JSON took over; it is written now. */
function asked() {
  const { form, task, begunAt } = useComposing.getState();
  if (!isObject(task)) return { request: requestFrom(form) };
  return { task: task.authoredOn === begunAt ? { ...task, authoredOn: new Date().toISOString() } : task };
}

/** Sends to a partner; the draft goes with it. `onDone` gets the record's id. */
export function useSend(partner: Connection | undefined, onDone: (id: string) => void): Send {
  const operation = useOperation(sendName);
  const [failure, setFailure] = useState<Failure>();
  const [odd, setOdd] = useState<TaskReceipt>();
  const send = useCallback(
    async (anyway = false) => {
      if (!partner || useComposing.getState().trouble) return;
      setFailure(undefined);
      await saveNow();
      const { draftId } = useComposing.getState();
      const isSandbox = partner.origin === 'sandbox-provider';
      const profile = isSandbox ? ('debug' as const) : undefined; // else as agreed with the partner
      const reply = await runOperation(sendName, (operationId) =>
        call('tasks.request', {
          partner: { connection: partner.id },
          ...asked(),
          profile,
          sendAnyway: anyway,
          operationId,
          ...(draftId ? { draftId } : {}),
        }),
      );
      if (!reply.ok) return setFailure(reply.error);
      // The sandbox moves its Tasks every second; polled at that pace, every state is seen to pass.
      if (isSandbox) await call('tasks.watch', { id: reply.value.id, profile: 'debug', everyMs: 1_000 });
      begin();
      if (reply.value.oddities.length > 0) setOdd(reply.value);
      else onDone(reply.value.id);
    },
    [partner, onDone],
  );
  const proceed = () => {
    if (odd) onDone(odd.id);
    setOdd(undefined);
  };
  return { operation, failure, odd, send, proceed };
}
