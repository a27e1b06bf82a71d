import { memo, useCallback, useLayoutEffect, useRef } from 'react';
import type { PartnerInput } from '../../../shared/contract/partner.ts';
import type { Question } from '../../../shared/fhir/questionnaire/questions.ts';
import type { Choice } from '../../../shared/fhir/questionnaire/value-sets.ts';
import { IconButton } from '../../ui/button.tsx';
import type { Answer } from './answer-values.ts';
import { QuestionField } from './question-field.tsx';
import style from './questionnaire-form.module.css';

interface Props {
  question: Question;
  label: string;
  /** Which of the answers it is. */
  index: number;
  answer: Answer | undefined;
  valueSets: Record<string, Choice[]>;
  /** Where the codes of a value set are searched while typing. */
  searched: Record<string, PartnerInput>;
  error: string | undefined;
  onChange: (index: number, next: Answer) => void;
  /** Absent where it is the only one. */
  onRemove: ((index: number) => void) | undefined;
}

/** One answer with its field, which is drawn again only where the answer changed: a form may have a thousand of them. */
export function AnswerRow({ index, label, onChange, onRemove, ...field }: Props) {
  const latest = useRef(onChange);
  useLayoutEffect(() => {
    latest.current = onChange;
  });
  const change = useCallback((next: Answer) => latest.current(index, next), [index]);
  return (
    <div className={style.answer}>
      <Field {...field} label={label} onChange={change} />
      {onRemove && <IconButton icon="close" label={`Remove ${label}`} onPress={() => onRemove(index)} />}
    </div>
  );
}

const Field = memo(QuestionField);
