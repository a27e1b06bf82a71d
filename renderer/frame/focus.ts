const tabbable =
  'a[href], button:not([disabled]):not([tabindex="-1"]), input:not([disabled]), select, textarea, [tabindex="0"]';

const inSight = (element: Element): element is HTMLElement =>
  element instanceof HTMLElement && element.getClientRects().length > 0;

/** The list J and K move in: the first of the screen that is marked as its main one. */
const mainList = () => [...document.querySelectorAll('main [data-primary-grid]')].find(inSight);

/** Sends a list key to the screen's list, wherever focus is. */
export function moveInList(key: 'ArrowDown' | 'ArrowUp'): void {
  const inside = document.activeElement?.closest('[role="grid"]');
  const list = inside instanceof HTMLElement ? inside : mainList();
  if (!list) return;
  list.focus({ preventScroll: true });
  list.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
}

export const focusList = (): void => mainList()?.focus({ preventScroll: true });

/** Focus for a screen just come to: its list, else its first pane. */
export function focusScreen(): void {
  const pane = document.querySelector('main [data-pane]');
  (mainList() ?? (pane instanceof HTMLElement ? pane : undefined))?.focus({ preventScroll: true });
}

export function focusFilter(): void {
  const field = [...document.querySelectorAll<HTMLInputElement>('main [data-filter]')].find(inSight);
  field?.focus();
  field?.select();
}

/** Moves focus to the next (1) or previous (-1) pane that is in sight, to its list where it has one. */
export function focusPane(step: 1 | -1): void {
  const panes = [...document.querySelectorAll('[data-pane]')].filter(inSight);
  const at = panes.findIndex((pane) => pane.contains(document.activeElement));
  const next = panes[(at + step + panes.length) % panes.length];
  if (!next) return;
  const list = [...next.querySelectorAll('[role="grid"], [role="tree"]')].find(inSight);
  const first = [...next.querySelectorAll(tabbable)].find(inSight);
  (list ?? first ?? next).focus();
}
