import { Fragment } from 'react';
import style from './key-hint.module.css';

const mac = typeof navigator !== 'undefined' && navigator.platform.startsWith('Mac');
const caps: Record<string, string> = {
  Mod: mac ? '⌘' : 'Ctrl',
  Enter: '↵',
  Escape: 'Esc',
  Delete: 'Del',
  ArrowUp: '↑',
  ArrowDown: '↓',
};
const cap = (key: string) => caps[key] ?? (key.length === 1 ? key.toUpperCase() : key);

/** Keys as caps: `Mod+K` side by side, `g t` with "then" between. */
export function KeyHint({ keys }: { keys: string }) {
  return (
    <span className={style.keys}>
      {keys.split(' ').map((stroke, index) => (
        <Fragment key={stroke}>
          {index > 0 && <i>then</i>}
          {stroke.split('+').map((key) => (
            <kbd key={key}>{cap(key)}</kbd>
          ))}
        </Fragment>
      ))}
    </span>
  );
}
