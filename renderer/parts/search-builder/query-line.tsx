import { type PointerEvent, useLayoutEffect, useRef, useState } from 'react';
import { queryOf, type SearchDraft, withText } from './draft.ts';
import { lineParts, type LinePart, rowAtCaret, shortened } from './line-parts.ts';
import style from './query-line.module.css';

interface Props {
  /** What is edited: "Query". */
  label: string;
  draft: SearchDraft;
  onChange: (draft: SearchDraft) => void;
  /** The row drawn as the one in hand. */
  active?: string;
  onActive: (key: string | undefined) => void;
  /** The key `/` goes here. */
  isFilter?: boolean;
}

/**
 * The query as one line of text: drawn with its stretches in their inks while it is looked at, the same text to edit when it has
 * focus. What is typed is read back into the draft at every key; the text in the field stays as typed until focus leaves it.
 */
export function QueryLine({ label, draft, onChange, active, onActive, isFilter }: Props) {
  const [typed, setTyped] = useState<string>();
  const field = useRef<HTMLInputElement>(null);
  const drawing = useRef<HTMLElement>(null);
  const text = queryOf(draft);
  const isEditing = typed !== undefined;
  const parts = lineParts(draft);
  // What is typed may differ from what it means (%20, a lone &): then the letters are drawn plain.
  const shown: LinePart[] = isEditing && typed !== text ? [{ place: 0, text: typed, ink: 'value' }] : parts;

  const follow = () => {
    if (drawing.current && field.current) drawing.current.scrollLeft = isEditing ? field.current.scrollLeft : 0;
  };
  useLayoutEffect(follow);

  /** The drawn line is shortened where the text is not: a click lands behind the stretch it points at. */
  const point = (event: PointerEvent) => {
    const input = field.current;
    if (isEditing || !input || event.button !== 0) return;
    event.preventDefault();
    const stretches = [...(drawing.current?.querySelectorAll('[data-part]') ?? [])];
    const at = stretches.findIndex((one) => one.getBoundingClientRect().right >= event.clientX);
    const upTo = parts.slice(0, at < 0 ? parts.length : at + 1);
    const caret = upTo.reduce((sum, part) => sum + part.text.length, 0);
    input.focus();
    input.setSelectionRange(caret, caret);
  };

  return (
    <div className={style.line} data-editing={isEditing || undefined} onPointerDown={point}>
      <code ref={drawing} className={style.drawing} aria-hidden>
        {shown.map((part) => (
          <span
            key={part.place}
            data-part
            data-ink={part.ink}
            data-active={(part.key !== undefined && part.key === active) || undefined}
            data-bad={part.isBad}
          >
            {isEditing ? part.text : shortened(part)}
          </span>
        ))}
      </code>
      <input
        ref={field}
        className={style.field}
        aria-label={label}
        value={typed ?? text}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        data-filter={isFilter || undefined}
        onFocus={() => setTyped(text)}
        onBlur={() => setTyped(undefined)}
        onScroll={follow}
        onSelect={({ currentTarget: { value, selectionStart } }) =>
          onActive(rowAtCaret(draft, value, selectionStart ?? value.length))
        }
        onChange={({ currentTarget: { value, selectionStart } }) => {
          const next = withText(draft, value);
          setTyped(value);
          onChange(next);
          onActive(rowAtCaret(next, value, selectionStart ?? value.length));
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
    </div>
  );
}
