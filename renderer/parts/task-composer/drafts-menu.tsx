import { useState } from 'react';
import { useTable } from '../../stores/records.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { formatMoment } from '../../ui/format.ts';
import { Menu } from '../../ui/menu.tsx';
import { composeDraft } from './compose.ts';
import { begin, useComposing } from './composer-store.ts';
import { saveNow, throwAway } from './keep-draft.ts';
import { kindNames } from './kind-words.ts';

/** What was begun and not sent: go on with another, begin anew, throw this one away. */
export function DraftsMenu() {
  const { ids, byId } = useTable('draft');
  const draftId = useComposing((state) => state.draftId);
  const editedAt = useComposing((state) => state.editedAt);
  const [asks, setAsks] = useState(false);
  const isBegun = draftId !== undefined || editedAt > 0;
  const drop = async () => {
    if (draftId) await throwAway(draftId);
    begin();
  };
  return (
    <>
      <Menu
        label="Drafts"
        trigger={
          <Button icon="edit">
            Drafts
            <span className="muted">{ids.length > 0 ? ids.length : ''}</span>
          </Button>
        }
        sections={[
          ...(ids.length > 0
            ? [
                {
                  title: 'Begun, not sent',
                  choices: ids.map((id) => {
                    const draft = byId.get(id);
                    return {
                      id,
                      label: draft?.title ?? id,
                      note: `${draft?.request.kind ? kindNames[draft.request.kind] : ''}, ${formatMoment(draft?.updatedAt ?? '')}`,
                      current: id === draftId,
                      onAction: () => composeDraft(id),
                    };
                  }),
                },
              ]
            : []),
          {
            choices: [
              {
                id: 'new',
                label: 'Begin a new one',
                icon: 'plus' as const,
                isDisabled: !isBegun,
                onAction: () => {
                  void saveNow().then(() => begin());
                },
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
        onConfirm={() => void drop()}
      >
        What was typed here is gone then. Tasks that were sent are not touched.
      </Confirm>
    </>
  );
}
