import type { SubmissionRecord } from '../../../../shared/domain/submission.ts';
import { composeDraft, correctSubmission } from '../../../parts/submission-composer/compose.ts';
import { sentPlace } from '../../../parts/push-view/places.ts';
import { call } from '../../../api/call.ts';
import { showConversation } from '../../../parts/sequence-diagram/place.ts';
import type { Action } from '../../../stores/actions.ts';
import { cancelOperation } from '../../../stores/operations.ts';
import { goTo, select } from '../../../stores/view.ts';
import { copyText } from '../../../ui/copy-button.tsx';
import { canSplit, correctWords, short, wasTaken } from './sent-words.ts';
import type { Resend } from './use-resend.ts';

/** What can be done with the submission whose detail is shown. */
export interface SentDeeds {
  again: () => void;
  correct: () => void;
  split: () => void;
  remove: () => void;
  wire: () => void;
  conversation: () => void;
  task: () => void;
  stop: () => void;
}

/** Takes a record off the list. */
async function remove(id: string): Promise<void> {
  const reply = await call('submissions.remove', { id });
  if (reply.ok) select('push-inbox', sentPlace);
}

export function deedsOf(record: SubmissionRecord, { operation, send }: Resend): SentDeeds {
  const { id, state, taskId, attempts } = record;
  return {
    again: () => send(),
    correct: () => (state === 'draft' ? composeDraft(id) : void correctSubmission(id)),
    split: () => send({ split: true }),
    remove: () => void remove(id),
    wire: () => goTo('exchanges', attempts.findLast(({ exchangeId }) => exchangeId)?.exchangeId),
    conversation: () => showConversation('submission', id),
    task: () => goTo('tasks', taskId),
    stop: () => {
      if (operation) void cancelOperation(operation.operationId);
    },
  };
}

/** The same as actions with keys. */
export function sentActions(record: SubmissionRecord, isSending: boolean, deeds: SentDeeds): Action[] {
  const { state, taskId, attempts, request } = record;
  const maySend = state !== 'draft' && !wasTaken(record) && !isSending;
  return [
    {
      id: 'sent.again',
      title: 'Send this submission again',
      group: 'Run',
      keys: 'r',
      words: 'retry resend',
      when: () => maySend,
      run: deeds.again,
    },
    {
      id: 'sent.correct',
      title: correctWords(record),
      group: 'Run',
      keys: 'e',
      when: () => !isSending,
      run: deeds.correct,
    },
    {
      id: 'sent.split',
      title: 'Split: send each attachment on its own',
      group: 'Run',
      keys: 'u',
      when: () => !isSending && canSplit(record),
      run: deeds.split,
    },
    { id: 'sent.stop', title: 'Stop sending', group: 'Run', keys: 'Escape', when: () => isSending, run: deeds.stop },
    {
      id: 'sent.wire',
      title: 'Wire record of this submission',
      group: 'Go',
      keys: 'w',
      when: () => attempts.some(({ exchangeId }) => exchangeId !== undefined),
      run: deeds.wire,
    },
    {
      id: 'sent.conversation',
      title: 'Conversation around this submission',
      group: 'Go',
      keys: 'v',
      words: 'sequence diagram exchanges',
      when: () => attempts.some(({ exchangeId }) => exchangeId !== undefined),
      run: deeds.conversation,
    },
    {
      id: 'sent.task',
      title: 'Go to the Task it answers',
      group: 'Go',
      keys: 't',
      when: () => taskId !== undefined,
      run: deeds.task,
    },
    {
      id: 'sent.copy',
      title: 'Copy the tracking id',
      group: 'Run',
      keys: 'c',
      when: () => request.trackingId !== undefined,
      run: () => void copyText(short(request.trackingId)),
    },
    {
      id: 'sent.remove',
      title: 'Take this submission off the list',
      group: 'Run',
      keys: 'x',
      words: 'forget remove delete',
      when: () => !isSending,
      run: deeds.remove,
    },
  ];
}
