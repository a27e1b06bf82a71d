import { useId, useMemo, useRef } from 'react';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import style from './json-editor.module.css';
import { inkOf } from './json-inks.ts';
import type { JsonTrouble } from './read-json.ts';

interface Props {
  label: string;
  text: string;
  onChange: (text: string) => void;
  trouble: JsonTrouble | undefined;
  /** Takes back a text that cannot be read. */
  onDrop: () => void;
}

/** JSON to write: the text in one ink layer under a see-through field, lines numbered, the line that cannot be read marked. */
export function JsonEditor({ label, text, onChange, trouble, onDrop }: Props) {
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const lines = useMemo(() => inkOf(text), [text]);
  const goToTrouble = () => {
    const at = field.current;
    if (!at || !trouble) return;
    const start =
      text
        .split('\n')
        .slice(0, trouble.line - 1)
        .join('\n').length + (trouble.line > 1 ? 1 : 0);
    at.focus({ preventScroll: true });
    at.closest('.scroll')?.scrollTo({ top: Math.max(0, trouble.line * 20 - 100), left: 0 });
    at.setSelectionRange(start + trouble.column - 1, start + trouble.column - 1);
  };
  const press = (event: React.KeyboardEvent<HTMLTextAreaElement>) => {
    // Two blanks where the tabulator would write: Tab itself leaves the field, or keys alone could not.
    if (event.key !== 'Enter') return;
    const { selectionStart, selectionEnd, value } = event.currentTarget;
    const indent = /[ \t]*$/.exec(/(^|\n)([ \t]*)[^\n]*$/.exec(value.slice(0, selectionStart))?.[2] ?? '')?.[0] ?? '';
    const opens = /[[{]\s*$/.test(value.slice(0, selectionStart));
    event.preventDefault();
    field.current?.setRangeText(`\n${indent}${opens ? '  ' : ''}`, selectionStart, selectionEnd, 'end');
    onChange(field.current?.value ?? value);
  };
  return (
    <div className={style.editor}>
      {trouble && (
        <div className={style.trouble} role="alert" data-st="fail">
          <Icon name="fail" />
          <p id={`${id}-says`}>
            Line {trouble.line}, column {trouble.column}: {trouble.says}. The form rests until this can be read.
          </p>
          <Button size="small" onPress={goToTrouble}>
            Go there
          </Button>
          <Button size="small" kind="bare" onPress={onDrop}>
            Take it back
          </Button>
        </div>
      )}
      <div className={`${style.scroller} scroll`}>
        <div className={style.page}>
          <pre className={style.ink} aria-hidden>
            {lines.map(({ number, parts }) => (
              <span key={number} className={style.line} data-bad={trouble?.line === number || undefined}>
                {parts.map(({ at, ink, text: part }) => (
                  <span key={at} className={style[ink]}>
                    {part}
                  </span>
                ))}
                {'\n'}
              </span>
            ))}
          </pre>
          <textarea
            ref={field}
            aria-label={label}
            aria-invalid={trouble !== undefined}
            aria-describedby={trouble ? `${id}-says` : undefined}
            value={text}
            onChange={(event) => onChange(event.target.value)}
            onKeyDown={press}
            spellCheck={false}
            autoComplete="off"
            wrap="off"
          />
        </div>
      </div>
    </div>
  );
}
