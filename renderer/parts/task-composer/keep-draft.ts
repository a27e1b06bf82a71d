import { useEffect } from 'react';
import { call } from '../../api/call.ts';
import { useComposing } from './composer-store.ts';
import { titleOf } from './task-form.ts';
import { isBlank, requestFrom } from './task-request.ts';

/** Pause in typing, in milliseconds, after which a draft is kept. */
const pause = 600;

let saving: Promise<void> | undefined;

async function save(): Promise<void> {
  const { key, draftId, connection, form, task, editedAt, savedAt } = useComposing.getState();
  if (editedAt <= savedAt || (draftId === undefined && task === undefined && isBlank(form))) return;
  const draft = {
    title: titleOf(form),
    request: { ...requestFrom(form) },
    ...(connection ? { connectionId: connection } : {}),
    ...(task === undefined ? {} : { task }),
  };
  let reply = await call('tasks.saveDraft', { ...draft, ...(draftId ? { id: draftId } : {}) });
  // Somebody threw it away elsewhere while it was open here.
  if (!reply.ok && reply.error.code === 'not-found' && draftId) reply = await call('tasks.saveDraft', draft);
  if (useComposing.getState().key !== key) return;
  if (reply.ok) useComposing.setState({ draftId: reply.value.id, savedAt: editedAt, unsaved: undefined });
  else useComposing.setState({ unsaved: reply.error });
}

/** Keeps the draft now; one saving at a time, so that a new draft does not become two. */
export function saveNow(): Promise<void> {
  saving = (saving ?? Promise.resolve()).then(save);
  return saving;
}

/** Throws the draft away, kept or not, and says whether that worked. */
export async function throwAway(draftId: string): Promise<boolean> {
  await saving;
  return (await call('tasks.removeDraft', { id: draftId })).ok;
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
