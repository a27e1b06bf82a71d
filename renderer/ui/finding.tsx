import type { ReactNode } from 'react';
import style from './finding.module.css';
import { type Result, ResultFigure } from './figures.tsx';
import { RuleChip } from './rule-chip.tsx';

interface Props {
  result: Result;
  /** Requirement number or profile rule. */
  rule?: string;
  /** One sentence: what it is. */
  message: ReactNode;
  /** FHIRPath-like place. */
  path?: string;
  /** Leads to that place. */
  onPath?: () => void;
  /** What to do, a sentence that starts with a verb. */
  next?: string;
  /** Buttons that do it. */
  children?: ReactNode;
}

/** What a rule says: result, rule, sentence, place, next step, in that order. Stands in a `FindingList`. */
export function Finding({ result, rule, message, path, onPath, next, children }: Props) {
  return (
    <li className={style.finding}>
      <ResultFigure result={result} />
      <div>
        <p>
          {rule && (
            <>
              <RuleChip rule={rule} />{' '}
            </>
          )}
          {message}
        </p>
        {path && (
          <p className={style.path}>
            {onPath ? (
              <button type="button" onClick={onPath}>
                {path}
              </button>
            ) : (
              path
            )}
          </p>
        )}
        {next && (
          <p className={style.next}>
            <span>Next:</span> {next}
          </p>
        )}
        {children && <div className={style.actions}>{children}</div>}
      </div>
    </li>
  );
}

/** Findings under each other, worst first (the caller sorts). */
export function FindingList({ label = 'Findings', children }: { label?: string; children: ReactNode }) {
  return (
    <ul className={style.list} aria-label={label}>
      {children}
    </ul>
  );
}
