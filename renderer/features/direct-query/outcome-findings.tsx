import { readOutcome } from '../../../shared/fhir/outcome.ts';
import { Finding, FindingList } from '../../ui/finding.tsx';
import style from './result.module.css';

/** What the server said beside its answer, as findings. */
export function OutcomeFindings({ outcome }: { outcome: unknown }) {
  const issues = readOutcome(outcome)?.issues ?? [];
  if (issues.length === 0) return null;
  return (
    <div className={style.outcome}>
      <FindingList label="What the server said beside its answer">
        {issues.map(({ severity, code, text, diagnostics, expression }) => (
          <Finding
            key={`${severity} ${code} ${text} ${diagnostics} ${expression.join()}`}
            result={severity === 'information' ? 'unchecked' : severity === 'warning' ? 'warn' : 'fail'}
            rule={code || undefined}
            message={text || diagnostics || 'The server gave no words.'}
            path={[expression.join(', '), text ? diagnostics : ''].filter(Boolean).join(' · ') || undefined}
          />
        ))}
      </FindingList>
    </div>
  );
}
