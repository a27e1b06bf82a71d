import type { KeyboardEvent, PointerEvent } from 'react';
import style from './divider.module.css';

interface Props {
  /** What is made larger or smaller. */
  label: string;
  /** `column`: a vertical bar between left and right. `row`: a horizontal bar between above and below. */
  between: 'column' | 'row';
  size: number;
  min: number;
  max: number;
  /** True where the sized part lies after the bar (right or below). */
  reversed?: boolean;
  onResize: (size: number) => void;
  onReset?: () => void;
}

/** The bar between two panes, moved by pointer, arrow keys (Shift: further), Home and End; Enter or a double click resets it. */
export function Divider({ label, between, size, min, max, reversed, onResize, onReset }: Props) {
  const clamp = (value: number) => Math.round(Math.min(max, Math.max(min, value)));
  const along = (event: PointerEvent) => (between === 'column' ? event.clientX : event.clientY);

  const drag = (event: PointerEvent<HTMLDivElement>) => {
    const bar = event.currentTarget;
    const from = along(event);
    bar.setPointerCapture(event.pointerId);
    const move = (next: globalThis.PointerEvent) => {
      const delta = (between === 'column' ? next.clientX : next.clientY) - from;
      onResize(clamp(size + (reversed ? -delta : delta)));
    };
    const end = () => {
      bar.removeEventListener('pointermove', move);
      bar.removeEventListener('pointerup', end);
      bar.removeEventListener('pointercancel', end);
    };
    bar.addEventListener('pointermove', move);
    bar.addEventListener('pointerup', end);
    bar.addEventListener('pointercancel', end);
  };

  const press = (event: KeyboardEvent) => {
    const step = (event.shiftKey ? 64 : 16) * (reversed ? -1 : 1);
    const forward = between === 'column' ? 'ArrowRight' : 'ArrowDown';
    const backward = between === 'column' ? 'ArrowLeft' : 'ArrowUp';
    const next: Record<string, number | undefined> = {
      [forward]: size + step,
      [backward]: size - step,
      Home: min,
      End: max,
    };
    const wanted = next[event.key];
    if (wanted !== undefined) onResize(clamp(wanted));
    else if (event.key === 'Enter') onReset?.();
    else return;
    event.preventDefault();
  };

  const said = {
    role: 'separator',
    'aria-label': label,
    'aria-orientation': between === 'column' ? 'vertical' : 'horizontal',
    'aria-valuenow': clamp(size),
    'aria-valuemin': Math.round(min),
    'aria-valuemax': Math.round(max),
    tabIndex: 0,
    onPointerDown: drag,
    onKeyDown: press,
    onDoubleClick: onReset,
  } as const;
  return <div {...said} className={style.divider} data-between={between} />;
}
