import type { Push } from '../../../shared/domain/push.ts';
import { findingResult } from '../../parts/finding-result.ts';
import { Finding, FindingList } from '../../ui/finding.tsx';
import { Part } from '../../ui/pane.tsx';

/** What the rules say about a push. */
export function PushFindings({ push }: { push: Push }) {
  const { findings, kind } = push;
  return (
    <Part title="Findings" count={findings.length || undefined}>
      <FindingList>
        {findings.map(({ rule, severity, message, path, next }) => (
          <Finding
            key={`${rule} ${path} ${message}`}
            result={findingResult(severity)}
            rule={rule}
            message={message}
            path={path}
            next={next}
          />
        ))}
        {kind === 'submission' && (
          <Finding
            result="ok"
            message={
              findings.length === 0 ? 'Every rule for a submission holds.' : 'The other rules for a submission hold.'
            }
          />
        )}
        {kind !== 'submission' && findings.length === 0 && (
          <Finding result="unchecked" message="No rules are checked for this kind of push yet." />
        )}
      </FindingList>
    </Part>
  );
}
