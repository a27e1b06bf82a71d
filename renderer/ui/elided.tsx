import style from './elided.module.css';

interface Props {
  text: string;
  /** Letters at the end that always stay in sight. */
  tail?: number;
  /** Leaves the tooltip to what is around it. */
  quiet?: boolean;
}

/** Where the end that stays begins: a text not much longer than its end is not divided. */
export const tailStart = (text: string, tail: number): number => (text.length <= tail + 4 ? 0 : text.length - tail);

/**
 * An id or address that gives way in its middle where the room is short, so that both ends can be told apart. The whole is
 * in the tooltip, and in the text for readers, find and copy.
 */
export function Elided({ text, tail = 6, quiet }: Props) {
  const at = tailStart(text, tail);
  return (
    <span className={style.elided} title={quiet ? undefined : text}>
      {at > 0 && <span>{text.slice(0, at)}</span>}
      <span>{text.slice(at)}</span>
    </span>
  );
}
