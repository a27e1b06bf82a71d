import type { Finding as RuleFinding } from '../../../shared/domain/finding.ts';
import { Button } from '../../ui/button.tsx';
import { Finding, FindingList } from '../../ui/finding.tsx';
import { findingResult } from '../finding-result.ts';
import type { FieldName, Lack } from './lacks.ts';
import { fieldOf } from './places.ts';
import style from './preview.module.css';
import { asksForAttachments, type TaskForm } from './task-form.ts';

interface Props {
  lacks: readonly Lack[];
  findings: readonly RuleFinding[];
  task: unknown;
  form: TaskForm;
  isSandbox: boolean;
  /** The Task was edited as JSON. */
  isJson: boolean;
  /** False where the field is not shown now. */
  onField: (field: FieldName) => boolean;
  onPath: (path: string) => void;
}

/** What is still to be said and what the rules say, worst first; each leads to its field, or to its place in the JSON. */
export function RuleList({ lacks, findings, task, form, isSandbox, isJson, onField, onPath }: Props) {
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
                  <button type="button" className={style.lack} onClick={() => onField(field)}>
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
        const field = fieldOf(one, task, form.kind);
        return (
          <Finding
            key={`${one.rule} ${one.path} ${one.message}`}
            result={findingResult(one.severity)}
            rule={one.rule}
            message={one.message}
            path={one.path}
            next={one.next}
          >
            <Button
              size="small"
              label={`${field ? 'Go to the field' : 'Show in the JSON'}: ${one.rule}, ${one.path}`}
              onPress={() => {
                if (!field || !onField(field)) onPath(one.path);
              }}
            >
              {field ? 'Go to the field' : 'Show in the JSON'}
            </Button>
          </Finding>
        );
      })}
      {lacks.length === 0 && findings.length === 0 && (
        <Finding
          result="ok"
          message={`Every rule for ${asksForAttachments(form.kind) ? 'an attachment' : 'a data'} request holds.`}
        />
      )}
      {isJson && form.authorization?.place === 'posted' && (
        <Finding
          result="warn"
          message="A Task edited as JSON is sent alone: the authorization is not posted before it."
          next="Put it inside the Task, or name one the partner has already."
        />
      )}
      {form.reasonUnknown && !asksForAttachments(form.kind) && (
        <Finding result="unchecked" rule="CONF-058" message="No reason or claim is known; it is sent without." />
      )}
      {isSandbox && (
        <Finding
          result="unchecked"
          rule="CONF-062"
          message="Polled at sandbox pace, every second, so that every state is seen; the guide asks for a minute first."
        />
      )}
    </FindingList>
  );
}
