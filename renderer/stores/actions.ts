import { useLayoutEffect, useSyncExternalStore } from 'react';

/** Where an action is listed in the palette and in the sheet of keys. */
export type ActionGroup = 'Go' | 'Run' | 'List' | 'View';

/** One thing a person can do by name or by key. The palette, the key handler and the sheet of keys all read this list. */
export interface Action {
  /** Unique; the later registration wins, so that a screen can take over a general key. */
  id: string;
  title: string;
  group: ActionGroup;
  /**
   * `Mod+K` (Ctrl, on a Mac Command), `Shift+F6`, a single letter (rests while a field has focus), or two keys after each other
   * (`g t`). Letters are written small.
   */
  keys?: string;
  /** More words the palette finds it by. */
  words?: string;
  /** False hides it and rests its keys. */
  when?: () => boolean;
  run: () => void;
}

let list: readonly Action[] = [];
const hearers = new Set<() => void>();

function replace(next: readonly Action[]): void {
  list = next;
  for (const hear of hearers) hear();
}

/** Adds actions; returns the way to take them out again. */
export function registerActions(actions: readonly Action[]): () => void {
  replace([...list, ...actions]);
  return () => replace(list.filter((action) => !actions.includes(action)));
}

/** The same for those of the frame: whichever screen is shown, and however early, its keys come before theirs. */
export function registerGeneralActions(actions: readonly Action[]): () => void {
  replace([...actions, ...list]);
  return () => replace(list.filter((action) => !actions.includes(action)));
}

/**
 * Adds a screen's actions while it is shown. `actions` must keep its identity between renders where it can (useMemo). They are there as soon
 * as the screen is drawn: a key pressed at first sight of it is not lost.
 */
export function useActions(actions: readonly Action[]): void {
  useLayoutEffect(() => registerActions(actions), [actions]);
}

/** All actions that can be run now; of two with one id, the later. */
export function currentActions(): Action[] {
  const byId = new Map(list.map((action) => [action.id, action]));
  return [...byId.values()].filter((action) => action.when?.() ?? true);
}

const subscribe = (hear: () => void) => {
  hearers.add(hear);
  return () => hearers.delete(hear);
};

/** The registered list, for components; filter with `currentActions`. */
export const useActionList = (): readonly Action[] => useSyncExternalStore(subscribe, () => list);
