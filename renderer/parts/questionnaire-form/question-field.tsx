import { dig, textOf } from '../../../shared/fhir/json.ts';
import type { Choice } from '../../../shared/fhir/questionnaire/value-sets.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { type Answer, answerOfText, chosenKey, optionsOf, textOfAnswer } from './answer-values.ts';
import type { AnswerFieldProps } from './answer-field.ts';
import { AttachmentField } from './attachment-field.tsx';
import { OpenChoiceField } from './open-choice-field.tsx';
import { QuantityField } from './quantity-field.tsx';

interface Props extends AnswerFieldProps {
  valueSets: Record<string, Choice[]>;
}

const inputTypes: Record<string, 'number' | 'date' | 'datetime-local' | 'time' | 'url'> = {
  integer: 'number',
  decimal: 'number',
  date: 'date',
  dateTime: 'datetime-local',
  time: 'time',
  url: 'url',
};

const booleans = [
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
  { value: 'none', label: 'Not answered' },
] as const;

/** The field of one answer, as its type asks for. */
export function QuestionField(props: Props) {
  const { question, label, answer, onChange, error, valueSets } = props;
  const wrong = error === undefined ? {} : { error };
  const options = optionsOf(question, valueSets);
  switch (question.type) {
    case 'boolean': {
      const value = answer?.valueBoolean === undefined ? 'none' : answer.valueBoolean ? 'yes' : 'no';
      return (
        <Segmented
          label={label}
          value={value}
          options={booleans}
          onChange={(next) => onChange(next === 'none' ? {} : { valueBoolean: next === 'yes' })}
        />
      );
    }
    case 'choice':
      if (options.length === 0) return <OpenChoiceField {...props} options={options} />;
      return (
        <Select
          quiet
          label={label}
          value={chosenKey(answer, options) ?? ''}
          choices={[
            { value: '', label: 'Not answered' },
            ...options.map(({ key, label: words }) => ({ value: key, label: words })),
          ]}
          onChange={(key) => onChange(options.find((one) => one.key === key)?.answer ?? {})}
        />
      );
    case 'open-choice':
      return <OpenChoiceField {...props} options={options} />;
    case 'quantity':
      return <QuantityField {...props} />;
    case 'attachment':
      return <AttachmentField {...props} />;
    case 'text':
      return (
        <TextArea
          quiet
          prose
          label={label}
          value={textOfAnswer(answer)}
          onChange={(text) => onChange(answerOfText(question, text))}
          {...wrong}
        />
      );
    default: {
      const type = inputTypes[question.type];
      return (
        <TextField
          quiet
          label={label}
          value={textOfAnswer(answer)}
          onChange={(text) => onChange(answerOfText(question, text))}
          {...(type && { type })}
          {...(question.unit?.text && { hint: question.unit.text })}
          {...(question.type === 'reference' && { mono: true, placeholder: 'Type/id' })}
          {...wrong}
        />
      );
    }
  }
}

/** What an answer says where nobody may change it. */
export const readOnlyText = (answer: Answer | undefined): string =>
  textOf(textOfAnswer(answer)) ??
  textOf(answer?.valueCoding?.display) ??
  textOf(answer?.valueCoding?.code) ??
  (answer?.valueQuantity
    ? `${answer.valueQuantity.value ?? ''} ${textOf(dig(answer.valueQuantity, 'unit')) ?? ''}`.trim()
    : answer?.valueBoolean === undefined
      ? 'not answered'
      : answer.valueBoolean
        ? 'Yes'
        : 'No');
