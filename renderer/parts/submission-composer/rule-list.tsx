import type { Finding } from '../../../shared/domain/finding.ts';
import { focusField } from '../composer/field-slot.tsx';
import { RuleList } from '../composer/rule-list.tsx';
import type { FieldName, Lack } from './lacks.ts';
import type { CardForm } from './submission-form.ts';

interface Props {
  lacks: readonly Lack[];
  findings: readonly Finding[];
  fieldOf: (finding: Finding) => FieldName | undefined;
  isAsking: boolean;
  /** How many attachments there are; of several it is said which one a finding is about. */
  cards: readonly CardForm[];
}

/** What the rules say of a submission. */
export function SubmissionRules({ lacks, findings, fieldOf, isAsking, cards }: Props) {
  const wayTo = (finding: Finding) => {
    const field = fieldOf(finding);
    if (!field) return undefined;
    const index = cards.findIndex(({ key }) => field === `card-${key}`);
    const words = index >= 0 && cards.length > 1 ? `Go to attachment ${index + 1}` : 'Go to the field';
    return { words, go: () => void focusField(field) };
  };
  return (
    <RuleList
      lacks={lacks}
      findings={findings}
      onField={focusField}
      wayTo={wayTo}
      holds={isAsking ? '' : 'Every rule for a submission holds.'}
    />
  );
}
