import type { ReactNode } from 'react';

/** A column of a VirtualGrid. */
export interface Column<Row> {
  id: string;
  /** Head of the column; '' for a column of figures (then give `label`). */
  title: ReactNode;
  /** Its name where the title is empty or a drawing. */
  label?: string;
  /** CSS grid track: '40px', 'minmax(0, 1fr)'. */
  width: string;
  align?: 'start' | 'end';
  cell: (row: Row, index: number) => ReactNode;
}
