import { createContext, type ReactNode, useContext } from 'react';
import type { Finding } from '../../../shared/domain/finding.ts';
import style from './fields.module.css';

/** How the rules stand to each field, by its name. */
export type Marks<F extends string = string> = Partial<Record<F, 'fail' | 'warn'>>;

/** Given by a composer to every field in it. */
export const MarksContext = createContext<Marks>({});

/** The worst mark of each field; `findings` come worst first, `fieldOf` says which field one is about. */
export function marksOf<F extends string>(
  findings: readonly Finding[],
  fieldOf: (finding: Finding) => F | undefined,
): Marks<F> {
  const found: Marks<F> = {};
  for (const one of findings) {
    const field = fieldOf(one);
    if (field && one.severity !== 'information') found[field] ??= one.severity === 'error' ? 'fail' : 'warn';
  }
  return found;
}

/** A field's place: a finding leads here, and the worst one draws a bar beside it. The words stand in the list of findings. */
export function FieldSlot({ field, children }: { field: string; children: ReactNode }) {
  const marks = useContext(MarksContext);
  return (
    <div className={style.slot} data-field={field} data-st={marks[field]}>
      {children}
    </div>
  );
}

/** Puts the focus into a field of the form, unfolding what hides it; false where it is not there. */
export function focusField(field: string): boolean {
  const slot = document.querySelector<HTMLElement>(`[data-field="${CSS.escape(field)}"]`);
  if (!slot) return false;
  const fold = slot.closest<HTMLElement>('[hidden]');
  if (fold) document.querySelector<HTMLElement>(`[aria-controls="${CSS.escape(fold.id)}"]`)?.click();
  requestAnimationFrame(() => {
    const target = slot.querySelector<HTMLElement>('input:not([disabled], [hidden]), textarea, button:not([disabled])');
    slot.scrollIntoView({ block: 'nearest' });
    target?.focus();
  });
  return true;
}
