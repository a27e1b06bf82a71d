import type { ReactNode } from 'react';
import { Spring } from '../../ui/pane.tsx';
import style from './viewer.module.css';

interface Props {
  /** What lies on the desk, for those who do not see it. */
  label: string;
  /** Left in the bar: page number, what it is. */
  lead?: ReactNode;
  /** Right in the bar: the switch between views. */
  head: ReactNode;
  /** `sheet` is a page with margins; `fill` takes the width there is. */
  shape?: 'sheet' | 'fill' | 'bare';
  onKeyDown?: (event: React.KeyboardEvent) => void;
  children: ReactNode;
}

/** A sheet of paper on a desk. Paper stays paper in both themes: what a partner sent is not restyled. */
export function Sheet({ label, lead, head, shape = 'sheet', onKeyDown, children }: Props) {
  return (
    <div className={style.sheet}>
      <div className={style.bar}>
        {lead}
        <Spring />
        {head}
      </div>
      <div
        {...{ role: 'group', 'aria-label': label, tabIndex: 0, onKeyDown }}
        className={`${style.desk} scroll`}
        data-desk
      >
        <div className={style.paper} data-shape={shape}>
          {children}
        </div>
      </div>
    </div>
  );
}
