import { Focusable } from 'react-aria-components';
import { CopyButton } from './copy-button.tsx';
import { elideMiddle } from './format.ts';
import style from './mono-id.module.css';
import { Tip } from './tip.tsx';

interface Props {
  id: string;
  /** Letters kept at the front and at the end. */
  head?: number;
  tail?: number;
  /** Shows a copy button; the copy is always whole. */
  copy?: boolean;
}

/** An id or address in monospace, its middle left out where it is long; whole in the tooltip and in the copy. */
export function MonoId({ id, head = 8, tail = 4, copy }: Props) {
  const short = elideMiddle(id, head, tail);
  return (
    <span className={style.id}>
      {short === id ? (
        <code>{id}</code>
      ) : (
        <Tip text={id}>
          <Focusable>
            <code {...{ role: 'note', 'aria-label': id, tabIndex: 0 }}>{short}</code>
          </Focusable>
        </Tip>
      )}
      {copy && <CopyButton text={id} label="Copy" size="small" />}
    </span>
  );
}
