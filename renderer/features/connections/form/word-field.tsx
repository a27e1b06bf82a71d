import type { ReactNode } from 'react';
import { Button } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import style from './form.module.css';

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Words that are often wanted; pressing one adds it or takes it away. */
  usual: readonly { word: string; says?: string }[];
  hint?: ReactNode;
  error?: string;
  placeholder?: string;
}

/** Words parted by spaces, with the usual ones to press. */
export function WordField({ label, value, onChange, usual, hint, error, placeholder }: Props) {
  const words = value.split(/\s+/).filter(Boolean);
  const turn = (word: string) =>
    onChange((words.includes(word) ? words.filter((one) => one !== word) : [...words, word]).join(' '));
  return (
    <div className={style.words}>
      <TextField
        label={label}
        mono
        value={value}
        onChange={onChange}
        hint={hint}
        error={error}
        placeholder={placeholder}
      />
      {usual.length > 0 && (
        <p className={style.usual}>
          {usual.map(({ word, says }) => (
            <Button
              key={word}
              size="small"
              icon={words.includes(word) ? 'ok' : 'plus'}
              label={`${words.includes(word) ? 'Take away' : 'Add'} ${says ?? word}`}
              onPress={() => turn(word)}
            >
              {says ?? <code>{word}</code>}
            </Button>
          ))}
        </p>
      )}
    </div>
  );
}
