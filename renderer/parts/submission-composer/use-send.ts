import { useCallback, useState } from 'react';
import type { Failure } from '../../../shared/contract/errors.ts';
import type { CommandInput } from '../../../shared/contract/commands.ts';
import { call } from '../../api/call.ts';
import { keepDraft } from '../../stores/drafts.ts';
import { type Operation, runOperation, useOperation } from '../../stores/operations.ts';
import { useRecords } from '../../stores/records.ts';
import { begin, useComposing } from './composer-store.ts';
import { saveNow } from './keep-draft.ts';
import type { Partners } from './partners.ts';
import { requestFrom } from './submission-request.ts';
import { targetOf } from './use-draft.ts';

/** The name of the operation that sends a record, or what is not kept as one yet. */
export const sendName = (id = 'new'): string => `submission send ${id}`;

/** Under which name the answer to a submission is kept until the page is left: the record does not tell of the Task. */
export const answerName = (id: string): string => `submission answer ${id}`;

/** Sending what is composed, and what came of it. */
export interface Send {
  operation: Operation | undefined;
  failure: Failure | undefined;
  send: (anyway?: boolean) => Promise<void>;
}

/** What is to be sent: the Parameters where JSON took over, else the kept record, else the request. */
function asked({ source }: Partners): Partial<CommandInput<'submissions.send'>> {
  const { text, draftId, form } = useComposing.getState();
  if (text !== undefined) return { parameters: { value: text } };
  return draftId ? { id: draftId } : { request: requestFrom(form, source?.id ?? '') };
}

/** Whether the partner got it and answered: then the record tells the rest, with its next steps. */
function isAnswered(draftId: string | undefined, { httpStatus, code }: Failure): boolean {
  const state = draftId && useRecords.getState().submission.byId.get(draftId)?.state;
  return code !== 'rules-failed' && (httpStatus !== undefined || state === 'refused' || state === 'failed');
}

/** Sends it; the kept draft becomes the record of it. `onDone` gets the record's id. */
export function useSend(partners: Partners, onDone: (id: string) => void): Send {
  const operation = useOperation(sendName(useComposing((state) => state.draftId)));
  const [failure, setFailure] = useState<Failure>();
  const send = useCallback(
    async (anyway = false) => {
      setFailure(undefined);
      if (useComposing.getState().text === undefined) await saveNow(true);
      const begun = useComposing.getState();
      const { draftId, answers, complete, retries, split, unsaved } = begun;
      if (unsaved) return setFailure(unsaved);
      const reply = await runOperation(sendName(draftId), (operationId) =>
        call('submissions.send', {
          ...asked(partners),
          ...targetOf(partners.payer, begun),
          ...(answers ? { taskId: answers.taskId, complete } : {}),
          retries,
          split,
          sendAnyway: anyway,
          operationId,
        }),
      );
      if (!reply.ok && draftId && isAnswered(draftId, reply.error)) {
        begin();
        return onDone(draftId);
      }
      if (!reply.ok) return setFailure(reply.error);
      begin();
      keepDraft(answerName(reply.value.record.id), reply.value);
      onDone(reply.value.record.id);
    },
    [partners, onDone],
  );
  return { operation, failure, send };
}
