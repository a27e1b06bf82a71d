import { elideMiddle, formatSize } from './format.ts';
import { Icon } from './icon.tsx';
import type { Base64Chip, JsonLine, JsonToken } from './json-lines.ts';
import style from './json-view.module.css';

interface Props {
  id: string;
  number: number;
  /** Pixels from the top. */
  top: number;
  line: JsonLine;
  isFolded: boolean;
  /** The line that closes a folded one. */
  closing?: JsonLine;
  isCurrent: boolean;
  isHit: boolean;
  onTake: () => void;
  onFold: () => void;
  onOpen?: (chip: Base64Chip) => void;
  onReference?: (reference: string) => void;
}

/** One line of a JsonView. */
export function JsonRow(props: Props) {
  const { id, number, top, line, isFolded, closing, isCurrent, isHit, onFold } = props;
  const said = {
    role: 'treeitem',
    'aria-level': line.depth + 1,
    'aria-expanded': line.end === undefined ? undefined : !isFolded,
    'aria-selected': isCurrent,
    onClick: props.onTake,
  };
  return (
    <div
      {...said}
      id={id}
      className={style.line}
      data-hit={isHit || undefined}
      style={{ transform: `translateY(${top}px)` }}
    >
      <span className={style.count}>{number}</span>
      <span className={style.fold}>
        {line.end !== undefined && (
          // The same by keyboard: arrow left and right on the tree.
          <button type="button" tabIndex={-1} aria-hidden onClick={onFold}>
            <Icon name={isFolded ? 'chevron-right' : 'chevron-down'} size={12} />
          </button>
        )}
      </span>
      <span className={style.text}>
        {'  '.repeat(line.depth)}
        <Tokens tokens={line.tokens} onOpen={props.onOpen} onReference={props.onReference} />
        {isFolded && (
          <>
            <button type="button" tabIndex={-1} className={style.holds} onClick={onFold}>
              {line.holds}
            </button>
            {closing && <Tokens tokens={closing.tokens} />}
          </>
        )}
      </span>
    </div>
  );
}

interface TokensProps extends Pick<Props, 'onOpen' | 'onReference'> {
  tokens: readonly JsonToken[];
}

function Tokens({ tokens, onOpen, onReference }: TokensProps) {
  return tokens.map((token, index) => {
    // Tokens of a line never move, so their place is their identity.
    const key = `${index}`;
    if (token.ink === 'base64') return <Chip key={key} chip={token.chip} onOpen={onOpen} />;
    if (token.ink === 'reference' && onReference) {
      return (
        <button
          key={key}
          type="button"
          tabIndex={-1}
          className={style.link}
          onClick={() => onReference(token.reference)}
        >
          {token.text}
        </button>
      );
    }
    return (
      <span key={key} className={style[token.ink]}>
        {token.text}
      </span>
    );
  });
}

function Chip({ chip, onOpen }: { chip: Base64Chip; onOpen?: (chip: Base64Chip) => void }) {
  return (
    <span className={style.chip}>
      <b>base64</b>
      {chip.contentType && <span>{chip.contentType}</span>}
      <span>{formatSize(chip.bytes)}</span>
      {chip.sha256 && <span>sha256 {elideMiddle(chip.sha256, 4, 4)}</span>}
      {onOpen && (
        <button type="button" tabIndex={-1} onClick={() => onOpen(chip)}>
          Open
        </button>
      )}
    </span>
  );
}
