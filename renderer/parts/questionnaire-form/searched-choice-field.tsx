import { useState } from 'react';
import { conceptText } from '../../../shared/fhir/datatype.ts';
import { Button } from '../../ui/button.tsx';
import { ComboBox } from '../../ui/combo-box.tsx';
import { formatNumberOf } from '../../ui/format.ts';
import { FailureNote } from '../failure-note.tsx';
import type { AnswerFieldProps } from './answer-field.ts';
import { type Answer, type Option, textOfAnswer } from './answer-values.ts';
import style from './questionnaire-form.module.css';
import { type FoundOptions, type Searched, useFoundCodes } from './use-found-codes.ts';

interface Props extends AnswerFieldProps {
  source: Searched | readonly Option[];
}

/** An answer in words: the coding’s own, else its code. */
const wordsOf = (answer: Answer | undefined): string =>
  answer?.valueCoding ? (conceptText(answer.valueCoding) ?? '') : textOfAnswer(answer);

/** One of more codes than a list can show: what is typed is searched for. Words of one's own count only where the question takes them. */
export function SearchedChoiceField({ question, label, answer, onChange, source }: Props) {
  const chosen = wordsOf(answer);
  const [typed, setTyped] = useState<string>();
  const [again, setAgain] = useState(0);
  const text = typed ?? chosen;
  const takesWords = question.type === 'open-choice';
  const found = useFoundCodes(source, typed === undefined || typed === chosen ? '' : typed, again);
  const change = (next: string) => {
    const option = found.options.find(({ key }) => key === next);
    if (option) {
      setTyped(undefined);
      return onChange(option.answer);
    }
    setTyped(next);
    if (next.trim() === '') onChange({});
    else if (takesWords) onChange({ valueString: next });
  };
  const isOpen = typed !== undefined && typed.trim() !== '' && typed !== chosen;
  return (
    <div className={style.searched}>
      <ComboBox
        quiet
        areFound
        label={label}
        value={text}
        choices={found.options.map((one) => ({ value: one.key, label: one.label, note: codeOf(one) }))}
        placeholder={takesWords ? 'Search, or type' : 'Search the codes'}
        onChange={change}
      />
      {found.failure ? (
        <FailureNote failure={found.failure} onRetry={() => setAgain((count) => count + 1)} />
      ) : (
        (isOpen || found.state === 'searching') && <p role="status">{stateOf(found)}</p>
      )}
      {isOpen && !takesWords && (
        <p className={style.trouble}>
          {chosen
            ? `“${chosen}” stays the answer until another is chosen.`
            : 'This is no answer yet: choose one of the list.'}
          {chosen && (
            <Button size="small" kind="bare" onPress={() => setTyped(undefined)}>
              Keep it
            </Button>
          )}
        </p>
      )}
    </div>
  );
}

const codeOf = ({ answer: { valueCoding } }: Option): string => valueCoding?.code ?? '';

function stateOf({ state, options, total }: FoundOptions): string {
  if (state === 'searching') return 'Searching.';
  if (options.length === 0) return 'No code fits.';
  if (total !== undefined && total > options.length)
    return `${options.length} of ${formatNumberOf(total, 'code that fits', 'codes that fit')}. Type on for fewer.`;
  return options.length === 1 ? '1 code fits.' : `${options.length} codes fit.`;
}
