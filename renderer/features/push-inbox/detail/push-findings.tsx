import type { Push } from '../../../../shared/domain/push.ts';
import { FailureNote } from '../../../parts/failure-note.tsx';
import { findingKey, RuleFinding } from '../../../parts/rule-finding.tsx';
import { Finding, FindingList } from '../../../ui/finding.tsx';
import { Part } from '../../../ui/pane.tsx';
import { Select } from '../../../ui/select.tsx';
import { type CheckedAs, checkedAs, useChecked } from './check-as.ts';
import { pointerOfPlace } from './place-in-json.ts';
import style from './push-detail.module.css';

interface Props {
  push: Push;
  as: CheckedAs;
  onAs: (as: CheckedAs) => void;
  /** Shows a place of the body. */
  onPlace: (place: { path: string; pointer: string }) => void;
}

/** What the rules say about a push: those of its arrival, or those of another version of the guide. */
export function PushFindings({ push, as, onAs, onPlace }: Props) {
  const { kind } = push;
  const checked = useChecked(push.id, as);
  const findings = as === 'received' ? push.findings : checked.findings;
  const isJson = kind !== 'unexpected';
  return (
    <Part
      title="Findings"
      count={findings?.length || undefined}
      actions={
        kind === 'submission' && (
          <span className={style.as}>
            <Select
              quiet
              size="small"
              label="Check as version"
              value={as}
              choices={checkedAs.map(({ value, label }) => ({
                value,
                label: value === 'received' ? label : `Check as ${label}`,
              }))}
              onChange={onAs}
            />
          </span>
        )
      }
    >
      {checked.failure && <FailureNote failure={checked.failure} />}
      {!findings && !checked.failure && <p className={style.sentence}>Checking</p>}
      {findings && (
        <FindingList>
          {findings.map((one) => {
            const { path } = one;
            const pointer = isJson && path ? pointerOfPlace(path) : undefined;
            return (
              <RuleFinding
                key={findingKey(one)}
                finding={one}
                onPath={pointer === undefined ? undefined : () => onPlace({ path, pointer })}
              />
            );
          })}
          {kind === 'submission' && (
            <Finding
              result="ok"
              message={
                findings.length === 0 ? 'Every rule for a submission holds.' : 'The other rules for a submission hold.'
              }
            />
          )}
          {kind !== 'submission' && findings.length === 0 && (
            <Finding result="unchecked" message="No rules are checked for this kind of push." />
          )}
        </FindingList>
      )}
    </Part>
  );
}
