import { useMemo } from 'react';
import type { PartnerInput } from '../../../shared/contract/partner.ts';
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
import { SearchedChoiceField } from './searched-choice-field.tsx';

interface Props extends AnswerFieldProps {
  valueSets: Record<string, Choice[]>;
  /** Where the codes of a value set are searched while typing. */
  searched: Record<string, PartnerInput>;
}

/** A list longer than this is searched rather than opened. */
const longest = 200;

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
  const { question, label, answer, onChange, error, valueSets, searched } = props;
  const wrong = error === undefined ? {} : { error };
  const options = useMemo(() => optionsOf(question, valueSets), [question, valueSets]);
  const server = options.length === 0 ? searched[question.valueSet ?? ''] : undefined;
  const { valueSet = '', type } = question;
  const source = useMemo(() => (server ? { server, valueSet } : options), [server, valueSet, options]);
  const isLong = type === 'choice' && options.length > longest;
  if (isLong || (server && (type === 'choice' || type === 'open-choice')))
    return <SearchedChoiceField {...props} source={source} />;
  switch (type) {
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
      const inputType = inputTypes[type];
      return (
        <TextField
          quiet
          label={label}
          value={textOfAnswer(answer)}
          onChange={(text) => onChange(answerOfText(question, text))}
          {...(inputType && { type: inputType })}
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
