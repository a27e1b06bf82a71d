import type { Push } from '../../../../shared/domain/push.ts';
import { showConversation } from '../../../parts/sequence-diagram/place.ts';
import type { Action } from '../../../stores/actions.ts';
import { goTo } from '../../../stores/view.ts';
import { copyText } from '../../../ui/copy-button.tsx';
import { identifierValue } from '../../../../shared/fhir/identifier.ts';
import { isWaiting } from '../push-words.ts';
import { type CheckedAs, checkedAs } from './check-as.ts';
import type { AnswerDeeds } from './wait-bar.tsx';

/** What can be done with the push whose detail is shown. */
export interface PushDeeds extends AnswerDeeds {
  attach: () => void;
  undo: () => void;
  save: () => void;
  remove: () => void;
  checkAs: (as: CheckedAs) => void;
}

/** The same as actions with keys, for the palette and the keyboard. */
export function pushActions(push: Push, deeds: PushDeeds): Action[] {
  const { id, exchangeId, trackingId, match, kind } = push;
  const waits = () => isWaiting(push, Date.now());
  const canMatch = kind !== 'notification' && kind !== 'unexpected';
  const isMatched = match?.state === 'matched';
  const check = (as: Exclude<CheckedAs, 'received'>): Action => ({
    id: `push.check.${as}`,
    title: `Check this push as ${checkedAs.find(({ value }) => value === as)?.label}`,
    group: 'Run',
    words: 'lint rules version findings',
    when: () => kind === 'submission',
    run: () => deeds.checkAs(as),
  });
  return [
    { id: 'push.accept', title: 'Accept the push that waits', group: 'Run', keys: 'y', when: waits, run: deeds.accept },
    { id: 'push.hold', title: 'Hold the push that waits', group: 'Run', keys: 'h', when: waits, run: deeds.hold },
    {
      id: 'push.reject',
      title: 'Reject the push that waits',
      group: 'Run',
      keys: 'r',
      words: '400 refuse',
      when: waits,
      run: deeds.reject,
    },
    {
      id: 'push.status',
      title: 'Answer the push that waits with another status',
      group: 'Run',
      keys: 'o',
      when: waits,
      run: deeds.other,
    },
    {
      id: 'push.attach',
      title: 'Attach this push to a Task by hand',
      group: 'Run',
      keys: 'a',
      words: 'match join',
      when: () => canMatch,
      run: deeds.attach,
    },
    {
      id: 'push.undo',
      title: 'Take this push off its Task',
      group: 'Run',
      keys: 'u',
      words: 'undo match',
      when: () => isMatched,
      run: deeds.undo,
    },
    {
      id: 'push.task',
      title: 'Go to the Task of this push',
      group: 'Go',
      keys: 't',
      when: () => isMatched && match.taskId !== undefined,
      run: () => goTo('tasks', match?.taskId),
    },
    {
      id: 'push.wire',
      title: 'Wire record of this push',
      group: 'Go',
      keys: 'w',
      run: () => goTo('exchanges', exchangeId),
    },
    {
      id: 'push.conversation',
      title: 'Conversation around this push',
      group: 'Go',
      keys: 'v',
      words: 'sequence diagram exchanges',
      run: () => showConversation('push', id),
    },
    {
      id: 'push.copy',
      title: 'Copy the tracking id',
      group: 'Run',
      keys: 'c',
      when: () => trackingId !== undefined,
      run: () => void copyText(trackingId === undefined ? '' : identifierValue(trackingId)),
    },
    { id: 'push.export', title: 'Export this push', group: 'Run', keys: 'e', words: 'save redacted', run: deeds.save },
    {
      id: 'push.remove',
      title: 'Remove this push',
      group: 'Run',
      keys: 'x',
      words: 'delete forget',
      run: deeds.remove,
    },
    check('2.0'),
    check('2.1'),
    check('ci'),
  ];
}
