import { formatDuration, formatTime } from '../../ui/format.ts';
import { clockX, numberX, type SequenceLayout, type SequenceRow } from './layout.ts';
import style from './sequence.module.css';

type Row<K extends SequenceRow['kind']> = Extract<SequenceRow, { kind: K }>;

/** An arrow's head at `x`, coming from the side `from`. */
const tip = (x: number, y: number, from: number): string => {
  const back = from < x ? x - 6 : x + 6;
  return `M${back} ${y - 3.5} ${x} ${y} ${back} ${y + 3.5}`;
};
/** Ends of an arrow, a little off the lanes. */
const ends = (from: number, to: number): [number, number] => (from < to ? [from + 5, to - 5] : [from - 5, to + 5]);

interface MessageProps {
  row: Row<'message'>;
  tookX: number;
  isSelected: boolean;
}

/** One exchange: the arrow there, the arrow back, its number, time and length. */
export function MessageRow({ row, tookX, isSelected }: MessageProps) {
  const { y, message, fromX, toX, asks, answers } = row;
  const { exchangeId, at, approach, outcome, durationMs } = message;
  const [start, end] = ends(fromX, toX);
  const middle = (start + end) / 2;
  const isBroken = outcome === 'transport';
  return (
    <g
      className={style.message}
      data-approach={approach}
      data-st={outcome === 'ok' ? undefined : 'fail'}
      data-on={isSelected || undefined}
    >
      <text className={style.number} x={numberX} y={y + 24}>
        #{exchangeId}
      </text>
      <text className={style.clock} x={clockX} y={y + 24}>
        {formatTime(at)}
      </text>
      <text className={style.took} x={tookX} y={y + 24}>
        {formatDuration(durationMs)}
      </text>
      <path className={style.asked} d={`M${start} ${y + 19}H${end}`} />
      <path className={style.tip} d={tip(end, y + 19, start)} />
      <text className={style.says} x={middle} y={y + 14}>
        {asks}
      </text>
      {!isBroken && <path className={style.answered} d={`M${end} ${y + 35}H${start}`} />}
      <path
        className={`${style.tip} ${style.tipBack}`}
        d={isBroken ? `m${end - 5} ${y + 30} 9 9m0-9-9 9` : tip(start, y + 35, end)}
      />
      <text className={`${style.says} ${style.back}`} x={middle} y={y + 31}>
        {answers}
      </text>
    </g>
  );
}

/** A stretch in which nothing happened. */
export function WaitRow({ row: { y, says }, layout: { lanes, tookX } }: { row: Row<'wait'>; layout: SequenceLayout }) {
  const first = lanes[0]?.x ?? numberX;
  const last = lanes.at(-1)?.x ?? tookX;
  return (
    <g className={style.wait}>
      <path d={`M${numberX} ${y + 12}H${tookX}`} />
      <text x={(first + last) / 2} y={y + 16}>
        {says}
      </text>
    </g>
  );
}

/** What one side did or found by itself, or what set out from it and never arrived. */
export function NoteRow({ row: { y, note, x, says, toLeft } }: { row: Row<'note'> }) {
  const { at, result, lost, approach } = note;
  const away = toLeft ? -1 : 1;
  const textX = x + away * (lost ? 84 : 14);
  return (
    <g className={style.note} data-approach={approach} data-st={result === 'plain' ? 'idle' : result}>
      <text className={style.clock} x={clockX} y={y + 17}>
        {formatTime(at)}
      </text>
      {lost ? (
        <>
          <path className={style.way} d={`M${x + away * 5} ${y + 13}H${x + away * 60}`} />
          <path d={`m${x + away * 68 - 4} ${y + 9} 8 8m0-8-8 8`} />
        </>
      ) : (
        <rect x={x - 5} y={y + 4} width={10} height={18} />
      )}
      <text className={style.noted} x={textX} y={y + 17} style={{ textAnchor: toLeft ? 'end' : 'start' }}>
        {says}
      </text>
    </g>
  );
}
