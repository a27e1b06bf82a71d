import { isFinal, type TaskRecord } from '../../../../shared/domain/task.ts';
import { showConversation } from '../../../parts/sequence-diagram/place.ts';
import type { Action } from '../../../stores/actions.ts';
import { goTo } from '../../../stores/view.ts';
import { copyText } from '../../../ui/copy-button.tsx';
import type { Answering } from './answer/use-answer.ts';
import { ways } from './answer/ways.ts';

/** What can be done with the received Task whose detail is shown. */
export interface ReceivedDeeds {
  read: () => void;
  readHistory: () => void;
  forget: () => void;
  /** Fills in the questionnaire it asks for; left out where it asks for none. */
  fillIn?: (() => void) | undefined;
  /** Puts together the attachments it asks for; left out where it asks for none. */
  submit?: (() => void) | undefined;
}

type Of = Pick<TaskRecord, 'id' | 'taskId' | 'status' | 'goneAt'> & { wire: string };

/** The same as actions with keys. `latest` answers the answer as it is written by the time a key is pressed. */
export function receivedActions(
  { id, taskId, status, goneAt, wire }: Of,
  deeds: ReceivedDeeds,
  latest: () => Answering,
): Action[] {
  const isThere = () => goneAt === undefined;
  const answers = ways.map(({ value, label }, index): Action => {
    return {
      id: `received.${value}`,
      title: `Answer: ${label}`,
      group: 'Run',
      keys: String(index + 1),
      when: isThere,
      run: () => latest().patch({ status: value }),
    };
  });
  return [
    { id: 'received.read', title: 'Read this Task again', group: 'Run', keys: 'p', run: deeds.read },
    ...answers,
    {
      id: 'received.collect',
      title: 'Collect what this Task asks for',
      group: 'Run',
      keys: 'o',
      words: 'query data complete',
      when: () => isThere() && latest().status === 'completed',
      run: () => latest().collect(),
    },
    {
      id: 'received.send',
      title: 'Send the answer',
      group: 'Run',
      keys: 'Mod+Enter',
      when: () => isThere() && latest().overtakenFrom === undefined,
      run: () => latest().send(),
    },
    {
      id: 'received.reopen',
      title: 'Reopen this Task',
      group: 'Run',
      keys: 'u',
      when: () => isThere() && isFinal(status),
      run: () => latest().patch({ status: 'in-progress' }),
    },
    {
      id: 'received.fill',
      title: 'Fill in the questionnaire',
      group: 'Run',
      keys: 'a',
      when: () => deeds.fillIn !== undefined,
      run: () => deeds.fillIn?.(),
    },
    {
      id: 'received.submit',
      title: 'Submit attachments',
      group: 'Run',
      keys: 'n',
      words: 'push payer answer attachment request',
      when: () => isThere() && deeds.submit !== undefined,
      run: () => deeds.submit?.(),
    },
    {
      id: 'received.copy',
      title: 'Copy the id of this Task',
      group: 'Run',
      keys: 'c',
      run: () => void copyText(`Task/${taskId}`),
    },
    {
      id: 'received.wire',
      title: 'Wire record of this Task',
      group: 'Go',
      keys: 'w',
      run: () => goTo('exchanges', wire),
    },
    {
      id: 'received.conversation',
      title: 'Conversation around this Task',
      group: 'Go',
      keys: 'v',
      words: 'sequence diagram exchanges',
      run: () => showConversation('task', id),
    },
    { id: 'received.history', title: 'Read the history of this Task', group: 'Run', run: deeds.readHistory },
    {
      id: 'received.forget',
      title: 'Take this Task off the list',
      group: 'Run',
      keys: 'x',
      words: 'forget remove',
      run: deeds.forget,
    },
  ];
}
