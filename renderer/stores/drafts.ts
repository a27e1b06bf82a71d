import { create } from 'zustand';

/** Unfinished input by name ("direct-query", "connections.view"). In memory only: a draft may hold health data and must not outlive the page. */
const useDrafts = create<Readonly<Record<string, unknown>>>()(() => ({}));

/** Keeps a draft; undefined forgets it. */
export const keepDraft = <T>(name: string, draft: T | undefined): void => useDrafts.setState({ [name]: draft });

/** A draft that survives leaving its screen, and the way to change it. `start` is used, and kept, when there is none. */
export function useDraft<T>(name: string, start: T): [T, (change: T | ((before: T) => T)) => void] {
  const draft = useDrafts((drafts) => drafts[name] as T | undefined) ?? start;
  const change = (next: T | ((before: T) => T)) => {
    const before = (useDrafts.getState()[name] as T | undefined) ?? start;
    keepDraft(name, typeof next === 'function' ? (next as (before: T) => T)(before) : next);
  };
  return [draft, change];
}
