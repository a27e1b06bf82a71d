import { useLayoutEffect } from 'react';
import { currentActions } from '../stores/actions.ts';
import { isBare, resolveKey, strokeOf } from './strokes.ts';

/** How long the first key of two is remembered, in milliseconds. */
const patience = 1_500;

const fields = 'input:not([type="checkbox"]), textarea, select, [contenteditable="true"], [role="combobox"]';
/** A list of the screen is none, though it is a listbox too. */
const overlays = '[role="menu"], [role="listbox"]:not([data-primary-grid]), [role="dialog"], [role="alertdialog"]';

/** Runs actions by their keys. Single letters rest in fields and while a menu or dialog is open. */
export function useKeys(awake: boolean): void {
  useLayoutEffect(() => {
    if (!awake) return;
    let first: { stroke: string; at: number } | undefined;
    const press = (event: KeyboardEvent) => {
      if (event.isComposing || event.defaultPrevented) return;
      const target = event.target instanceof Element ? event.target : document.body;
      const stroke = strokeOf(event);
      if (isBare(stroke) && (target.closest(fields) || target.closest(overlays))) return;
      const before = first && event.timeStamp - first.at < patience ? first.stroke : undefined;
      const { action, waits } = resolveKey(currentActions(), stroke, before);
      first = waits ? { stroke, at: event.timeStamp } : undefined;
      if (!action && !waits) return;
      event.preventDefault();
      event.stopPropagation();
      action?.run();
    };
    addEventListener('keydown', press, true);
    return () => removeEventListener('keydown', press, true);
  }, [awake]);
}
