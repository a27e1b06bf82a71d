import type { Action } from '../stores/actions.ts';

type KeyEvent = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** A key press as actions write it: `Mod+k`, `Shift+F6`, `j`, `?`. Shift counts only where it does not already make the letter. */
export function strokeOf({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyEvent): string {
  const letter = key.length === 1;
  const mod = ctrlKey || metaKey;
  const parts = [
    mod && 'Mod',
    altKey && 'Alt',
    shiftKey && (!letter || mod) && 'Shift',
    letter ? key.toLowerCase() : key,
  ];
  return parts.filter(Boolean).join('+');
}

/** Whether a stroke has no Ctrl, Command or Alt and is no function key: what fields, menus and dialogs use themselves. */
export const isBare = (stroke: string): boolean => !/^(?:Mod|Alt)\+|F\d+$/.test(stroke);

const normal = (keys: string) =>
  keys
    .split(' ')
    .map((stroke) =>
      stroke.replace(/(^|\+)([A-Z])$/, (_all, plus: string, letter: string) => plus + letter.toLowerCase()),
    )
    .join(' ');

/**
 * What a stroke means now: an action to run, or that a second key is waited for. `before` is the first key of two, where one was
 * just pressed; a second key that completes nothing counts on its own.
 */
export function resolveKey(
  actions: readonly Action[],
  stroke: string,
  before: string | undefined,
): { action?: Action; waits: boolean } {
  const named = (keys: string) =>
    actions.findLast((action) => action.keys !== undefined && normal(action.keys) === keys);
  const action = (before !== undefined ? named(`${before} ${stroke}`) : undefined) ?? named(stroke);
  if (action) return { action, waits: false };
  return { waits: actions.some(({ keys }) => keys !== undefined && normal(keys).startsWith(`${stroke} `)) };
}
