import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { Menu } from '../../ui/menu.tsx';

/** A draft as the menu shows it. */
export interface DraftChoice {
  id: string;
  label: string;
  note: string;
}

interface Props {
  drafts: readonly DraftChoice[];
  /** The one that is open. */
  openId: string | undefined;
  /** Whether what is open was begun, so that it can be left or thrown away. */
  isBegun: boolean;
  onOpen: (id: string) => void;
  onNew: () => void;
  onDrop: () => void;
  /** What is not touched when it is thrown away, in a sentence. */
  spared: string;
}

/** What was begun and not sent: go on with another, begin anew, throw this one away. */
export function DraftsMenu({ drafts, openId, isBegun, onOpen, onNew, onDrop, spared }: Props) {
  const [asks, setAsks] = useState(false);
  const begun = drafts.map((draft) => ({ ...draft, current: draft.id === openId, onAction: () => onOpen(draft.id) }));
  return (
    <>
      <Menu
        label="Drafts"
        trigger={
          <Button icon="edit">
            Drafts
            <span className="muted">{drafts.length > 0 ? drafts.length : ''}</span>
          </Button>
        }
        sections={[
          ...(begun.length > 0 ? [{ title: 'Begun, not sent', choices: begun }] : []),
          {
            choices: [
              {
                id: 'new',
                label: 'Begin a new one',
                icon: 'plus' as const,
                isDisabled: !isBegun,
                onAction: onNew,
              },
              {
                id: 'drop',
                label: 'Throw this one away',
                icon: 'trash' as const,
                isDisabled: !isBegun,
                onAction: () => setAsks(true),
              },
            ],
          },
        ]}
      />
      <Confirm
        title="Throw this draft away?"
        isOpen={asks}
        onClose={() => setAsks(false)}
        verb="Throw away"
        onConfirm={onDrop}
      >
        What was typed here is gone then. {spared}
      </Confirm>
    </>
  );
}
