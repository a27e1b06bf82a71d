import { createContext, type ReactNode, useContext } from 'react';
import style from '../task-composer/fields.module.css';
import type { FieldName } from './lacks.ts';

/** How the rules stand to each field. */
export type Marks = Partial<Record<FieldName, 'fail' | 'warn'>>;

/** Given by the composer to every field in it. */
export const MarksContext = createContext<Marks>({});

/** A field's place: a finding leads here, and the worst one draws a bar beside it. The words stand in the list of findings. */
export function Slot({ field, children }: { field: FieldName; children: ReactNode }) {
  const marks = useContext(MarksContext);
  return (
    <div className={style.slot} data-field={field} data-st={marks[field]}>
      {children}
    </div>
  );
}
