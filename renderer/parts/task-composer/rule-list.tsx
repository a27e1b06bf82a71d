import type { Finding as RuleFinding } from '../../../shared/domain/finding.ts';
import { Finding } from '../../ui/finding.tsx';
import { RuleList } from '../composer/rule-list.tsx';
import type { FieldName, Lack } from './lacks.ts';
import { fieldOf } from './places.ts';
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

/** What the rules say of a Task; what the form has no field for leads into the JSON. */
export function TaskRules({ lacks, findings, task, form, isSandbox, isJson, onField, onPath }: Props) {
  const wayTo = (finding: RuleFinding) => {
    const field = fieldOf(finding, task, form.kind);
    return {
      words: field ? 'Go to the field' : 'Show in the JSON',
      go: () => {
        if (!field || !onField(field)) onPath(finding.path);
      },
    };
  };
  return (
    <RuleList
      lacks={lacks}
      findings={findings}
      onField={onField}
      wayTo={wayTo}
      holds={`Every rule for ${asksForAttachments(form.kind) ? 'an attachment' : 'a data'} request holds.`}
    >
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
    </RuleList>
  );
}
