import { useMemo } from 'react';
import { type Action, useActions } from '../../stores/actions.ts';
import { cancelOperation, type Operation } from '../../stores/operations.ts';
import { addCard } from './attachments-part.tsx';
import type { Partners } from './partners.ts';
import type { Draft } from './use-draft.ts';
import type { JsonSide } from './use-json.ts';
import type { Preview } from './use-preview.ts';

interface Means {
  partners: Partners;
  draft: Draft;
  preview: Preview;
  json: JsonSide;
  /** Parameters edited as JSON are open. */
  isJson: boolean;
  canSend: boolean;
  send: () => Promise<void>;
  /** The sending under way. */
  operation: Operation | undefined;
  onMember: () => void;
  onClose: () => void;
}

/** What can be done by keys while a submission is composed. */
export function useComposerActions(means: Means): void {
  const { partners, draft, preview, json, isJson, canSend, send, operation, onMember, onClose } = means;
  const { payer, source } = partners;
  const { lookUp } = draft;
  const { waits, isOpen, make } = preview;
  const actions = useMemo(
    (): Action[] => [
      {
        id: 'submission.send',
        title: 'Send this submission',
        group: 'Run',
        keys: 'Mod+Enter',
        when: () => canSend,
        run: () => void send(),
      },
      {
        id: 'submission.json',
        title: 'Form or JSON',
        group: 'View',
        keys: 'Mod+E',
        words: 'edit raw text parameters',
        when: () => isJson || json.canEdit,
        run: () => (isJson ? json.drop() : json.open()),
      },
      {
        id: 'submission.lookUp',
        title: 'Look up where submissions go',
        group: 'Run',
        keys: 'l',
        words: 'discover endpoint davinci-configuration',
        when: () => payer !== undefined,
        run: lookUp,
      },
      {
        id: 'submission.member',
        title: 'Look up the member',
        group: 'Run',
        keys: 'm',
        when: () => source !== undefined,
        run: onMember,
      },
      { id: 'submission.add', title: 'Add an attachment', group: 'Run', keys: 'a', run: addCard },
      {
        id: 'submission.collect',
        title: 'Collect what is to be attached, and show it',
        group: 'Run',
        keys: 'o',
        when: () => waits && !isOpen,
        run: make,
      },
      {
        id: 'submission.leave',
        title: 'Back',
        group: 'Go',
        keys: 'Escape',
        when: () => operation === undefined,
        run: onClose,
      },
      {
        id: 'submission.stop',
        title: 'Stop sending',
        group: 'Run',
        keys: 'Escape',
        when: () => operation !== undefined,
        run: () => operation && void cancelOperation(operation.operationId),
      },
    ],
    [operation, canSend, send, isJson, json, payer, source, lookUp, waits, isOpen, make, onMember, onClose],
  );
  useActions(actions);
}
