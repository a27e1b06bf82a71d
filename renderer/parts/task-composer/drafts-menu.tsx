import { useTable } from '../../stores/records.ts';
import { formatMoment } from '../../ui/format.ts';
import { DraftsMenu } from '../composer/drafts-menu.tsx';
import { composeDraft } from './compose.ts';
import { begin, useComposing } from './composer-store.ts';
import { saveNow, throwAway } from './keep-draft.ts';
import { kindNames } from './kind-words.ts';

/** Tasks that were begun and not sent. */
export function TaskDrafts() {
  const { ids, byId } = useTable('draft');
  const draftId = useComposing((state) => state.draftId);
  const editedAt = useComposing((state) => state.editedAt);
  const drafts = ids.map((id) => {
    const { title = id, request, updatedAt = '' } = byId.get(id) ?? {};
    const kind = request?.kind ? kindNames[request.kind] : '';
    return { id, label: title, note: `${kind}, ${formatMoment(updatedAt)}` };
  });
  const drop = async () => {
    await throwAway(draftId);
    begin();
  };
  return (
    <DraftsMenu
      drafts={drafts}
      openId={draftId}
      isBegun={draftId !== undefined || editedAt > 0}
      onOpen={composeDraft}
      onNew={() => void saveNow().then(() => begin())}
      onDrop={() => void drop()}
      spared="Tasks that were sent are not touched."
    />
  );
}
