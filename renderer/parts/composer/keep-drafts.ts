import { useEffect } from 'react';
import type { StoreApi, UseBoundStore } from 'zustand';
import type { Reply } from '../../../shared/contract/errors.ts';
import type { Kept } from './kept.ts';

/** Pause in typing, in milliseconds, after which a draft is kept. */
const pause = 600;

/** How drafts of one kind are kept and thrown away. */
interface Means<C extends Kept, D extends object> {
  useComposing: UseBoundStore<StoreApi<C>>;
  /** What is to be kept now; undefined where there is nothing. `even`: though there is little in it. */
  draftOf: (composing: C, even: boolean) => D | undefined;
  put: (draft: D & { id?: string }) => Promise<Reply<{ id: string }>>;
  remove: (id: string) => Promise<unknown>;
}

/** Drafts of one kind. */
export interface Keeper {
  /** Keeps the draft now; one saving at a time, so that a new draft does not become two. `even`: though there is little in it. */
  saveNow: (even?: boolean) => Promise<void>;
  /** Throws a draft away, kept or not. */
  throwAway: (draftId: string | undefined) => Promise<void>;
  /** Keeps what is composed as it is typed, and when the screen is left. */
  useKeptDraft: () => void;
}

function useKeeping<C extends Kept>(useComposing: Means<C, object>['useComposing'], saveNow: Keeper['saveNow']): void {
  const editedAt = useComposing((state) => state.editedAt);
  const savedAt = useComposing((state) => state.savedAt);
  useEffect(() => {
    if (editedAt <= savedAt) return;
    const timer = setTimeout(() => void saveNow(), pause);
    return () => clearTimeout(timer);
  }, [editedAt, savedAt, saveNow]);
  useEffect(() => () => void saveNow(), [saveNow]);
}

/** Keeps what one store composes. */
export function keepDrafts<C extends Kept, D extends object>(means: Means<C, D>): Keeper {
  const { useComposing, draftOf, put, remove } = means;
  const note = (known: Partial<Kept>) => useComposing.setState(known as Partial<C>);
  let saving: Promise<void> | undefined;

  async function save(even: boolean): Promise<void> {
    const composing = useComposing.getState();
    const { key, draftId, editedAt } = composing;
    const draft = draftOf(composing, even);
    if (!draft) return;
    let reply = await put({ ...draft, ...(draftId ? { id: draftId } : {}) });
    // Somebody threw it away elsewhere while it was open here.
    if (!reply.ok && reply.error.code === 'not-found' && draftId) reply = await put(draft);
    if (useComposing.getState().key !== key) return;
    if (reply.ok) note({ draftId: reply.value.id, savedAt: editedAt, unsaved: undefined });
    else note({ unsaved: reply.error });
  }

  function saveNow(even = false): Promise<void> {
    saving = (saving ?? Promise.resolve()).then(() => save(even));
    return saving;
  }

  return {
    saveNow,
    async throwAway(draftId) {
      await saving;
      if (draftId) await remove(draftId);
    },
    useKeptDraft: () => useKeeping(useComposing, saveNow),
  };
}
