import type { Exchange } from '../../shared/domain/exchange.ts';
import { Duration, Size, Time } from '../ui/stamps.tsx';
import { Elided } from '../ui/elided.tsx';
import { elideUuids } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';
import { PhaseBar } from '../ui/phases.tsx';
import type { Column } from '../ui/grid-column.ts';
import style from './exchange-columns.module.css';
import { pathOf } from './exchange-filter.ts';

/** What a status says in a list: the number, or that none arrived. Coloured from 400 up, and where a 200 was no success. */
function StatusCell({ exchange }: { exchange: Exchange }) {
  const bad = exchange.outcome !== 'ok';
  return (
    <span className={`${style.status} mono`} data-bad={bad || undefined} title={exchange.problem}>
      {exchange.status ?? 'none'}
    </span>
  );
}

const number: Column<Exchange> = {
  id: 'number',
  title: '#',
  width: '56px',
  align: 'end',
  cell: ({ id }) => <span className={style.quiet}>{id}</span>,
};
const direction: Column<Exchange> = {
  id: 'direction',
  title: '',
  label: 'Direction',
  width: '32px',
  cell: ({ direction: way }) => (
    <span className={style.direction}>
      <Icon name={way} label={way === 'out' ? 'sent by us' : 'received'} />
    </span>
  ),
};
const method: Column<Exchange> = {
  id: 'method',
  title: 'Method',
  width: '64px',
  cell: (row) => <code>{row.method}</code>,
};
const status: Column<Exchange> = {
  id: 'status',
  title: 'Status',
  width: '56px',
  cell: (row) => <StatusCell exchange={row} />,
};
const path: Column<Exchange> = {
  id: 'path',
  title: 'Path',
  width: 'minmax(160px, 1fr)',
  cell: ({ url, note, problem }) => (
    <span className={style.path} title={url}>
      <code>
        <Elided text={elideUuids(pathOf(url))} tail={14} quiet />
      </code>
      {(note || problem) && <em>{note ?? problem}</em>}
    </span>
  ),
};
const partner: Column<Exchange> = {
  id: 'partner',
  title: 'Partner',
  width: 'minmax(88px, 152px)',
  cell: (row) => row.partner,
};
const time: Column<Exchange> = { id: 'at', title: 'At', width: '76px', cell: ({ at }) => <Time at={at} /> };
const quantity = (id: string, title: string, show: (row: Exchange) => React.ReactNode): Column<Exchange> => ({
  id,
  title,
  width: '76px',
  align: 'end',
  cell: (row) => <span className={style.quiet}>{show(row)}</span>,
});
const wire = quantity('wire', 'Wire', ({ wireBytes }) => <Size bytes={wireBytes} />);
const decoded = quantity('decoded', 'Decoded', ({ decodedBytes }) => <Size bytes={decodedBytes} />);
const took = quantity('took', 'Time', ({ durationMs }) => <Duration ms={durationMs} />);

/** Marks of the shared scale in one unit: "0", "125", ... "500 ms", or in seconds from two upward. */
function scaleMarks(scale: number): string[] {
  const [unit, name] = scale >= 2000 ? [1000, 's'] : [1, 'ms'];
  const shares = [0, 0.25, 0.5, 0.75, 1];
  return shares.map((share) => `${Number(((scale * share) / unit).toFixed(2))}${share === 1 ? ` ${name}` : ''}`);
}

/** The waterfall column on one shared scale (milliseconds for its whole width). */
const fall = (scale: number): Column<Exchange> => ({
  id: 'fall',
  title: (
    <span className={style.scale}>
      {scaleMarks(scale).map((mark) => (
        <i key={mark}>{mark}</i>
      ))}
    </span>
  ),
  label: 'Waterfall',
  width: 'minmax(120px, 288px)',
  cell: ({ phases, durationMs }) => (
    <span className={style.fall}>
      <PhaseBar phases={phases} durationMs={durationMs} scale={scale} />
    </span>
  ),
});

/** All columns, as the wire drawer shows them. */
export const wireColumns = (scale: number): Column<Exchange>[] => [
  number,
  direction,
  method,
  status,
  path,
  partner,
  wire,
  decoded,
  took,
  fall(scale),
];

/** The columns that fit beside a detail. */
export const listColumns: readonly Column<Exchange>[] = [number, direction, method, status, path, time, took];

/** A round number of milliseconds at or above the longest of these, for the shared scale. */
export function scaleFor(durations: readonly number[]): number {
  const longest = Math.max(20, ...durations);
  const unit = 10 ** Math.floor(Math.log10(longest));
  return ([1, 2, 4, 5, 10].find((step) => step * unit >= longest) ?? 10) * unit;
}
