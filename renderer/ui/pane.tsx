import type { ReactNode } from 'react';
import style from './pane.module.css';

interface PaneProps {
  /** Its name; F6 goes from one named pane to the next. */
  label: string;
  children: ReactNode;
}

/** A column of the work area: a head that stays, and below it what scrolls. */
export function Pane({ label, children }: PaneProps) {
  return (
    <section className={style.pane} aria-label={label} data-pane tabIndex={-1}>
      {children}
    </section>
  );
}

interface HeadProps {
  /** Title of the list or detail; a text becomes the heading. */
  title?: ReactNode;
  level?: 1 | 2;
  children?: ReactNode;
  size?: 'plain' | 'slim';
}

/** The bar at the top of a pane: title, then its controls. */
export function PaneHead({ title, level = 1, children, size = 'plain' }: HeadProps) {
  const Heading = level === 1 ? 'h1' : 'h2';
  return (
    <header className={style.head} data-size={size}>
      {title !== undefined && <Heading className={style.title}>{title}</Heading>}
      {children}
    </header>
  );
}

/** Pushes what follows it to the far end of a head. */
export const Spring = () => <span className={style.spring} />;

/** The part of a pane that scrolls. */
export function PaneBody({ children, label }: { children: ReactNode; label?: string }) {
  return (
    // Scrollable by keyboard, hence in the order of focus.
    <div {...{ role: 'group', 'aria-label': label ?? 'Content', tabIndex: 0 }} className={`${style.body} scroll`}>
      {children}
    </div>
  );
}

interface PartProps {
  title?: ReactNode;
  /** Quietly after the title. */
  count?: ReactNode;
  /** 3 under a detail's own title (2), 2 where the screen's title (1) is all there is above. */
  level?: 2 | 3;
  children: ReactNode;
  /** Buttons at the far end of the title. */
  actions?: ReactNode;
}

/** A titled stretch of a detail, set off by a hairline. */
export function Part({ title, count, level = 3, children, actions }: PartProps) {
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <section className={style.part}>
      {title !== undefined && (
        <header className={style.partHead}>
          <Heading className={style.partTitle}>
            {title}
            {count !== undefined && <span>{count}</span>}
          </Heading>
          {actions}
        </header>
      )}
      {children}
    </section>
  );
}
