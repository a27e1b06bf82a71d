import { call } from '../../api/call.ts';
import { keepDrafts } from '../composer/keep-drafts.ts';
import { useComposing } from './composer-store.ts';
import { nobody } from './partners.ts';
import { isBlank, requestFrom } from './submission-request.ts';

/** Submissions that are begun, kept while they are typed. */
export const { saveNow, throwAway, useKeptDraft } = keepDrafts({
  useComposing,
  draftOf({ draftId, connection, fitting, to, form, answers, editedAt, savedAt }, even) {
    const isKept = draftId !== undefined && editedAt <= savedAt;
    if (isKept || (!even && (editedAt <= savedAt || (draftId === undefined && isBlank(form))))) return undefined;
    // Of an answer the Task says where it goes.
    const connectionId = connection || (answers ? '' : fitting.payer);
    return {
      request: requestFrom(form, form.source || (fitting.source ?? '')),
      ...(connectionId && connectionId !== nobody ? { connectionId } : {}),
      ...(to.trim() ? { to: to.trim() } : {}),
      ...(answers ? { taskId: answers.taskId } : {}),
    };
  },
  put: (draft) => call('submissions.save', draft),
  remove: (id) => call('submissions.remove', { id }),
});
