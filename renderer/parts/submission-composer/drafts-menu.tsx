import { useMemo, useState } from 'react';
import { recordsOf, useRecords, useTable } from '../../stores/records.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { formatMoment } from '../../ui/format.ts';
import { Menu } from '../../ui/menu.tsx';
import { begin, resume, useComposing } from './composer-store.ts';
import { saveNow, throwAway } from './keep-draft.ts';

/** What was begun and not sent: go on with another, begin anew, throw this one away. */
export function DraftsMenu() {
  const table = useTable('submission');
  const recordId = useComposing((state) => state.recordId);
  const editedAt = useComposing((state) => state.editedAt);
  const [asks, setAsks] = useState(false);
  const drafts = useMemo(
    () =>
      recordsOf({ ...useRecords.getState(), submission: table }, 'submission').filter(({ state }) => state === 'draft'),
    [table],
  );
  const isBegun = recordId !== undefined || editedAt > 0;
  const drop = async () => {
    await throwAway(recordId);
    begin();
  };
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
          ...(drafts.length > 0
            ? [
                {
                  title: 'Begun, not sent',
                  choices: drafts.map((draft) => ({
                    id: draft.id,
                    label: draft.title,
                    note: `${draft.partner}, ${formatMoment(draft.updatedAt)}`,
                    current: draft.id === recordId,
                    onAction: () => void saveNow().then(() => resume(draft)),
                  })),
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
        What was typed here is gone then. Submissions that were sent are not touched.
      </Confirm>
    </>
  );
}
