import type { ReactNode } from 'react';
import { isFinal } from '../../../shared/domain/task.ts';
import type { SequenceLayout } from './layout.ts';
import style from './sequence.module.css';
import { MessageRow, NoteRow, WaitRow } from './sequence-rows.tsx';

interface Props {
  layout: SequenceLayout;
  /** Id of the exchange that is chosen. */
  selected?: string | undefined;
  /** Pixels that are left free above, for what `children` draw there. */
  top?: number;
  children?: ReactNode;
}

const ground = (status: string): string =>
  status === 'completed' ? 'ok' : isFinal(status) ? 'fail' : status === 'on-hold' ? 'warn' : 'live';

/**
 * Who said what to whom: a line for each party, an arrow there and back for each exchange, the statuses of the Task beside. A picture
 * alone; SequenceSteps says the same in words, and lets an exchange be chosen.
 */
export function SequenceDrawing({ layout, selected, top = 0, children }: Props) {
  const { width, height, lanes, rows, spans, spanX, tookX } = layout;
  return (
    <svg
      className={style.drawing}
      width={width}
      height={height + top}
      viewBox={`0 ${-top} ${width} ${height + top}`}
      aria-hidden="true"
    >
      {children}
      {lanes.map(({ party, x }) => (
        <path key={party.id} className={style.lane} d={`M${x} 0V${height}`} />
      ))}
      {rows.map((row) => {
        if (row.kind === 'wait') return <WaitRow key={`wait ${row.y}`} row={row} layout={layout} />;
        if (row.kind === 'note') return <NoteRow key={`note ${row.y}`} row={row} />;
        const { exchangeId } = row.message;
        return <MessageRow key={exchangeId} row={row} tookX={tookX} isSelected={selected === exchangeId} />;
      })}
      {spans.map(({ status, from, to, says }) => (
        <g key={from} className={style.span} data-st={ground(status)}>
          <path d={`M${spanX} ${from}V${to}`} />
          <text transform={`translate(${spanX + 14} ${(from + to) / 2}) rotate(-90)`}>{says}</text>
        </g>
      ))}
    </svg>
  );
}
