import { conceptText } from '../../../shared/fhir/datatype.ts';
import { ComboBox } from '../../ui/combo-box.tsx';
import { chosenKey, type Option } from './answer-values.ts';
import type { AnswerFieldProps } from './answer-field.ts';

interface Props extends AnswerFieldProps {
  options: readonly Option[];
}

/** One of several, or words of one's own; where the codes could not be listed, a code is typed as SYSTEM|CODE. */
export function OpenChoiceField({ question, label, answer, onChange, options }: Props) {
  const key = chosenKey(answer, options);
  const coding = answer?.valueCoding;
  const typed = coding
    ? coding.system
      ? `${coding.system}|${coding.code}`
      : conceptText(coding)
    : answer?.valueString;
  const value = options.find((one) => one.key === key)?.label ?? typed ?? '';
  const take = (text: string) => {
    const option = options.find((one) => one.label === text || one.key === text);
    if (option) return onChange(option.answer);
    const [system, code] = text.includes('|') ? (text.split('|', 2) as [string, string]) : [undefined, text.trim()];
    if (text.trim() === '') return onChange({});
    const isCode = question.type === 'choice' || system !== undefined;
    return onChange(isCode ? { valueCoding: { ...(system && { system }), code } } : { valueString: text });
  };
  return (
    <ComboBox
      quiet
      label={label}
      value={value}
      choices={options.map((one) => ({ value: one.label, label: one.label }))}
      placeholder={options.length === 0 && question.type === 'choice' ? 'SYSTEM|CODE' : 'Choose or type'}
      onChange={take}
    />
  );
}
