import { useEffect } from 'react';
import { call } from '../../api/call.ts';
import { useComposing } from './composer-store.ts';
import { nobody } from './partners.ts';
import { isBlank, requestFrom } from './submission-request.ts';

/** Pause in typing, in milliseconds, after which a draft is kept. */
const pause = 600;

let saving: Promise<void> | undefined;

async function save(even: boolean): Promise<void> {
  const { key, recordId, connection, fitting, to, form, answers, editedAt, savedAt } = useComposing.getState();
  const isKept = recordId !== undefined && editedAt <= savedAt;
  if (isKept || (!even && (editedAt <= savedAt || (recordId === undefined && isBlank(form))))) return;
  // Of an answer the Task says where it goes.
  const connectionId = connection || (answers ? '' : fitting.payer);
  const draft = {
    request: requestFrom(form, form.source || (fitting.source ?? '')),
    ...(connectionId && connectionId !== nobody ? { connectionId } : {}),
    ...(to.trim() ? { to: to.trim() } : {}),
    ...(answers ? { taskId: answers.taskId } : {}),
  };
  let reply = await call('submissions.save', { ...draft, ...(recordId ? { id: recordId } : {}) });
  // Somebody threw it away elsewhere while it was open here.
  if (!reply.ok && reply.error.code === 'not-found' && recordId) reply = await call('submissions.save', draft);
  if (useComposing.getState().key !== key) return;
  if (reply.ok) useComposing.setState({ recordId: reply.value.id, savedAt: editedAt, unsaved: undefined });
  else useComposing.setState({ unsaved: reply.error });
}

/** Keeps the draft now; one saving at a time, so that a new draft does not become two. `even`: though there is little in it. */
export function saveNow(even = false): Promise<void> {
  saving = (saving ?? Promise.resolve()).then(() => save(even));
  return saving;
}

/** Throws a draft away, kept or not. */
export async function throwAway(recordId: string | undefined): Promise<void> {
  await saving;
  if (recordId) await call('submissions.remove', { id: recordId });
}

/** Keeps what is composed as it is typed, and when the screen is left. */
export function useKeptDraft(): void {
  const editedAt = useComposing((state) => state.editedAt);
  const savedAt = useComposing((state) => state.savedAt);
  useEffect(() => {
    if (editedAt <= savedAt) return;
    const timer = setTimeout(() => void saveNow(), pause);
    return () => clearTimeout(timer);
  }, [editedAt, savedAt]);
  useEffect(() => () => void saveNow(), []);
}
