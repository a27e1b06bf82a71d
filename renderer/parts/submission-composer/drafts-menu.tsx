import { useMemo } from 'react';
import { recordsOf, useRecords, useTable } from '../../stores/records.ts';
import { formatMoment } from '../../ui/format.ts';
import { DraftsMenu } from '../composer/drafts-menu.tsx';
import { begin, resume, useComposing } from './composer-store.ts';
import { saveNow, throwAway } from './keep-draft.ts';

/** Submissions that were begun and not sent. */
export function SubmissionDrafts() {
  const table = useTable('submission');
  const draftId = useComposing((state) => state.draftId);
  const editedAt = useComposing((state) => state.editedAt);
  const drafts = useMemo(
    () =>
      recordsOf({ ...useRecords.getState(), submission: table }, 'submission').filter(({ state }) => state === 'draft'),
    [table],
  );
  const open = (id: string) => {
    const draft = table.byId.get(id);
    if (draft) void saveNow().then(() => resume(draft));
  };
  const drop = async () => {
    await throwAway(draftId);
    begin();
  };
  return (
    <DraftsMenu
      drafts={drafts.map(({ id, title, partner, updatedAt }) => ({
        id,
        label: title,
        note: `${partner}, ${formatMoment(updatedAt)}`,
      }))}
      openId={draftId}
      isBegun={draftId !== undefined || editedAt > 0}
      onOpen={open}
      onNew={() => void saveNow().then(() => begin())}
      onDrop={() => void drop()}
      spared="Submissions that were sent are not touched."
    />
  );
}
