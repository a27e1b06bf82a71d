import { type ReactNode, useId } from 'react';
import style from './fold.module.css';
import { Icon } from './icon.tsx';

interface Props {
  title: string;
  /** What it holds, in a few words: read while it is folded. */
  says: ReactNode;
  isOpen: boolean;
  onToggle: (isOpen: boolean) => void;
  /** How many of its fields are to be corrected. */
  problems?: number;
  children: ReactNode;
}

/** A stretch that folds and says what it holds. What is in it stays on the page, so nothing typed is lost by folding. */
export function Fold({ title, says, isOpen, onToggle, problems = 0, children }: Props) {
  const id = useId();
  return (
    <section className={style.fold} aria-label={title}>
      <h3>
        <button
          type="button"
          className={style.head}
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => onToggle(!isOpen)}
        >
          <Icon name={isOpen ? 'chevron-down' : 'chevron-right'} />
          <b>{title}</b>
          <span className={style.says}>{says}</span>
          {problems > 0 && <span className={style.problems}>{problems} to correct</span>}
        </button>
      </h3>
      <div id={id} className={style.body} hidden={!isOpen}>
        {children}
      </div>
    </section>
  );
}
