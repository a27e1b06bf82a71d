import { ResultFigure, type Result } from '../ui/figures.tsx';
import style from './scope-list.module.css';

interface Props {
  asked: readonly string[];
  granted: readonly string[];
  missing: readonly string[];
  /** Granted though nobody asked. */
  unasked?: readonly string[];
  /** Whether a token was granted at all: without one nothing is missing yet. */
  hasToken: boolean;
}

/** In a few words how asked and granted compare. */
export function scopeWords({ asked, granted, missing, unasked = [], hasToken }: Props): string {
  if (asked.length === 0 && granted.length === 0) return hasToken ? 'none asked, none named' : 'none asked';
  if (!hasToken) return 'asked, none granted yet';
  if (missing.length > 0) return `${missing.length} of ${asked.length} not granted`;
  return unasked.length > 0 ? `all granted, and ${unasked.length} more` : 'all granted';
}

/** Each scope with whether it was granted. */
export function ScopeList({ asked, granted, missing, unasked = [], hasToken }: Props) {
  const line = (scope: string, result: Result, says?: string) => (
    <li key={scope}>
      <ResultFigure result={result} size={14} />
      <code>{scope}</code>
      {says && <small>{says}</small>}
    </li>
  );
  const shown = asked.length > 0 ? asked : granted;
  return (
    <ul className={style.scopes} aria-label="Scopes">
      {shown.map((scope) =>
        !hasToken
          ? line(scope, 'unchecked')
          : missing.includes(scope)
            ? line(scope, 'warn', 'not granted')
            : line(scope, 'ok'),
      )}
      {unasked.map((scope) => line(scope, 'ok', 'not asked for'))}
    </ul>
  );
}
