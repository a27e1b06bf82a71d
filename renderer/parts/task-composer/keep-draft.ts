import { call } from '../../api/call.ts';
import { keepDrafts } from '../composer/keep-drafts.ts';
import { useComposing } from './composer-store.ts';
import { titleOf } from './task-form.ts';
import { isBlank, requestFrom } from './task-request.ts';

/** Tasks that are begun, kept while they are typed. */
export const { saveNow, throwAway, useKeptDraft } = keepDrafts({
  useComposing,
  draftOf({ draftId, connection, form, task, editedAt, savedAt }) {
    if (editedAt <= savedAt || (draftId === undefined && task === undefined && isBlank(form))) return undefined;
    return {
      title: titleOf(form),
      request: { ...requestFrom(form) },
      ...(connection ? { connectionId: connection } : {}),
      ...(task === undefined ? {} : { task }),
    };
  },
  put: (draft) => call('tasks.saveDraft', draft),
  remove: (id) => call('tasks.removeDraft', { id }),
});
