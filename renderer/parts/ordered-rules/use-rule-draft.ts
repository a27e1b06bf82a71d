import { useState } from 'react';

/** A rule while its form is filled in. */
export interface RuleDraftState<D> {
  draft: D;
  /** What is wrong, by field; nothing before it was tried to save it. */
  problems: Problems<D>;
  patch: (change: Partial<D>) => void;
  /** Saves it where nothing is wrong, and is done. */
  save: () => Promise<void>;
}

type Problems<D> = Partial<Record<keyof D & string, string>>;

interface Means<D> {
  /** What the form begins with. */
  begin: () => D;
  problemsOf: (draft: D) => Problems<D>;
  save: (draft: D) => Promise<{ ok: boolean }>;
  onDone: () => void;
}

/** Holds what is typed into the form of a rule, and saves it once it is right. */
export function useRuleDraft<D>({ begin, problemsOf, save, onDone }: Means<D>): RuleDraftState<D> {
  const [draft, setDraft] = useState(begin);
  const [isTried, setTried] = useState(false);
  return {
    draft,
    problems: isTried ? problemsOf(draft) : {},
    patch: (change) => setDraft((before) => ({ ...before, ...change })),
    async save() {
      setTried(true);
      if (Object.keys(problemsOf(draft)).length > 0) return;
      const reply = await save(draft);
      if (reply.ok) onDone();
    },
  };
}
