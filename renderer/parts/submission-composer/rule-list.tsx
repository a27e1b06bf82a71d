import type { Finding as RuleFinding } from '../../../shared/domain/finding.ts';
import { Button } from '../../ui/button.tsx';
import { Finding, FindingList } from '../../ui/finding.tsx';
import { findingResult } from '../finding-result.ts';
import style from '../task-composer/preview.module.css';
import type { CardForm } from './submission-form.ts';
import type { FieldName, Lack } from './lacks.ts';
import { focusField } from './places.ts';

interface Props {
  lacks: readonly Lack[];
  findings: readonly RuleFinding[];
  fieldOf: (finding: RuleFinding) => FieldName | undefined;
  isAsking: boolean;
  /** How many attachments there are; of several it is said which one a finding is about. */
  cards: readonly CardForm[];
}

/** What is still to be said and what the rules say, worst first; each leads to its field. */
export function RuleList({ lacks, findings, fieldOf, isAsking, cards }: Props) {
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
        const index = cards.findIndex(({ key }) => field === `card-${key}`);
        const words = index >= 0 && cards.length > 1 ? `Go to attachment ${index + 1}` : 'Go to the field';
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
              <Button size="small" label={`${words}: ${one.rule}, ${one.path}`} onPress={() => focusField(field)}>
                {words}
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
