import { useMemo } from 'react';
import { type Action, useActions } from '../../stores/actions.ts';
import { focusField } from '../composer/field-slot.tsx';

interface Means {
  canSend: boolean;
  canSendMany: boolean;
  send: () => Promise<void>;
  view: 'read' | 'edit';
  onView: (view: 'read' | 'edit') => void;
  onShow: (what: 'lookUp' | 'many') => void;
  onClose: () => void;
}

/** What can be done by keys while a Task is composed. */
export function useComposerActions({ canSend, canSendMany, send, view, onView, onShow, onClose }: Means): void {
  const actions = useMemo(
    (): Action[] => [
      {
        id: 'task.send',
        title: 'Send this Task',
        group: 'Run',
        keys: 'Mod+Enter',
        when: () => canSend,
        run: () => void send(),
      },
      {
        id: 'task.json',
        title: 'Form or JSON',
        group: 'View',
        keys: 'Mod+E',
        words: 'edit raw text',
        run: () => {
          onView(view === 'edit' ? 'read' : 'edit');
          if (view === 'read') requestAnimationFrame(() => document.querySelector<HTMLElement>('textarea')?.focus());
          else focusField('member');
        },
      },
      { id: 'task.lookUp', title: 'Look up the member', group: 'Run', keys: 'l', run: () => onShow('lookUp') },
      {
        id: 'task.many',
        title: 'Send for many members',
        group: 'Run',
        keys: 'm',
        when: () => canSendMany,
        run: () => onShow('many'),
      },
      { id: 'task.leave', title: 'Back to the list of Tasks', group: 'Go', keys: 'Escape', run: onClose },
    ],
    [send, canSend, canSendMany, view, onView, onShow, onClose],
  );
  useActions(actions);
}
