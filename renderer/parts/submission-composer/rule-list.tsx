import type { Finding as RuleFinding } from '../../../shared/domain/finding.ts';
import { Button } from '../../ui/button.tsx';
import { Finding, FindingList } from '../../ui/finding.tsx';
import { findingResult } from '../finding-result.ts';
import style from '../task-composer/preview.module.css';
import type { FieldName, Lack } from './lacks.ts';
import { focusField } from './places.ts';

interface Props {
  lacks: readonly Lack[];
  findings: readonly RuleFinding[];
  fieldOf: (finding: RuleFinding) => FieldName | undefined;
  isAsking: boolean;
}

/** What is still to be said and what the rules say, worst first; each leads to its field. */
export function RuleList({ lacks, findings, fieldOf, isAsking }: Props) {
  return (
    <FindingList label="What the rules say">
      {lacks.length > 0 && (
        <Finding
          result="unchecked"
          message={
            <>
              Still to be said:{' '}
              {lacks.map(({ field, says }, index) => (
                <span key={field}>
                  {index > 0 && ', '}
                  <button type="button" className={style.lack} onClick={() => focusField(field)}>
                    {says}
                  </button>
                </span>
              ))}
              .
            </>
          }
        />
      )}
      {findings.map((one) => {
        const field = fieldOf(one);
        return (
          <Finding
            key={`${one.rule} ${one.path} ${one.message}`}
            result={findingResult(one.severity)}
            rule={one.rule}
            message={one.message}
            path={one.path}
            next={one.next}
          >
            {field && (
              <Button
                size="small"
                label={`Go to the field: ${one.rule}, ${one.path}`}
                onPress={() => focusField(field)}
              >
                Go to the field
              </Button>
            )}
          </Finding>
        );
      })}
      {lacks.length === 0 && findings.length === 0 && !isAsking && (
        <Finding result="ok" message="Every rule for a submission holds." />
      )}
    </FindingList>
  );
}
