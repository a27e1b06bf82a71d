import { Icon } from './icon.tsx';
import type { IconName } from './icons.tsx';
import style from './figures.module.css';

type Ground = 'ok' | 'warn' | 'fail' | 'idle' | 'live';

const statuses: Record<string, Ground> = {
  requested: 'live',
  accepted: 'live',
  'in-progress': 'live',
  'on-hold': 'warn',
  completed: 'ok',
  failed: 'fail',
  rejected: 'fail',
};

interface StatusProps {
  /** A Task status as the partner wrote it; one outside the seven has a figure of its own. */
  status: string;
  size?: number;
  /** True where the word stands beside it. */
  silent?: boolean;
}

/** The figure of a Task status: never colour alone. */
export function StatusFigure({ status, size, silent }: StatusProps) {
  const known = status in statuses;
  return (
    <span className={style.figure} data-st={statuses[status] ?? 'live'}>
      <Icon name={known ? (status as IconName) : 'unknown-status'} size={size} label={silent ? undefined : status} />
    </span>
  );
}

/** How a check ended. `unchecked` is a result with a reason, never a pass. */
export type Result = 'ok' | 'warn' | 'fail' | 'unchecked';

const words: Record<Result, string> = { ok: 'passed', warn: 'warning', fail: 'failed', unchecked: 'not checked' };

interface ResultProps {
  result: Result;
  size?: number;
  silent?: boolean;
}

/** The figure of a check's result. */
export function ResultFigure({ result, size, silent }: ResultProps) {
  return (
    <span className={style.figure} data-st={result === 'unchecked' ? 'idle' : result}>
      <Icon name={result} size={size} label={silent ? undefined : words[result]} />
    </span>
  );
}

/** A small steady light: running, or not. Always beside a word that says so. */
export function Light({ on }: { on: boolean }) {
  return <span className={style.light} data-on={on || undefined} aria-hidden />;
}
