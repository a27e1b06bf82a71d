import { useMemo, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { formatNumberOf, formatSize } from '../../ui/format.ts';
import { decodeText } from './decode-text.ts';
import type { ViewProps } from './view-props.ts';
import { Sheet } from './sheet.tsx';
import style from './viewer.module.css';

/** How many bytes are laid out at first: more than this makes the page wait for its lines. */
const firstBytes = 512 * 1024;

/** Letters, as they are. */
export function TextView({ name, document, head }: ViewProps) {
  const { bytes } = document;
  const [whole, setWhole] = useState(bytes.length <= firstBytes);
  const { text, encoding } = useMemo(() => decodeText(whole ? bytes : bytes.subarray(0, firstBytes)), [bytes, whole]);
  const lead = (
    <span>
      {formatNumberOf(text.split('\n').length, 'line')}, {encoding}
      {!whole && `, first ${formatSize(firstBytes)} of ${formatSize(bytes.length)}`}
    </span>
  );
  return (
    <Sheet label={`Text of ${name}`} lead={lead} head={head} shape="fill">
      <pre className={style.text}>{text}</pre>
      {!whole && (
        <p className={style.more}>
          <Button size="small" onPress={() => setWhole(true)}>
            Show all of it
          </Button>
        </p>
      )}
    </Sheet>
  );
}
