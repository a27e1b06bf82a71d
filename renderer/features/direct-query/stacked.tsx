import type { ReactNode } from 'react';
import { Divider } from '../../ui/divider.tsx';
import { useRememberedSize } from '../../ui/use-remembered.ts';
import style from './result.module.css';

const start = 232;
const least = 96;
/** What the bars above and the resource below keep, in pixels. */
const kept = 340;

/**
 * The rows, and below them the resource once one is open. The rows stay the same element when it opens, so that they keep focus and
 * place; that is why this is no SplitPane.
 */
export function Stacked({ rows, resource }: { rows: ReactNode; resource: ReactNode }) {
  const [size, setSize] = useRememberedSize('direct-query.rows', start);
  const max = Math.max(least, window.innerHeight - kept);
  const height = Math.min(max, Math.max(least, size));
  return (
    <div className={style.stacked}>
      <div className={style.rows} style={resource ? { flex: `0 0 ${height}px` } : undefined}>
        {rows}
      </div>
      {resource && (
        <>
          <Divider
            label="Size of the rows"
            between="row"
            size={height}
            min={least}
            max={max}
            onResize={setSize}
            onReset={() => setSize(start)}
          />
          {resource}
        </>
      )}
    </div>
  );
}
