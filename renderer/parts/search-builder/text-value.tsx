import type { ReactNode } from 'react';
import style from './row.module.css';

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
  placeholder?: string;
  /** Words beside the value, such as how exact a date is. */
  words?: ReactNode;
  isBad?: boolean;
  onEnter?: () => void;
}

/** A value as plain text; several values stand with commas between. */
export function TextValue({ label, value, onChange, placeholder, words, isBad, onEnter }: Props) {
  return (
    <label className={style.value} data-bad={isBad || undefined}>
      <input
        className="mono"
        data-value
        aria-label={label}
        aria-invalid={isBad || undefined}
        value={value}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        // As wide as its text, so that the words stand right behind it.
        style={words ? { flex: '0 1 auto', width: `${Math.max(4, value.length) + 1}ch` } : undefined}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onEnter?.();
        }}
      />
      {words && <small>{words}</small>}
    </label>
  );
}
