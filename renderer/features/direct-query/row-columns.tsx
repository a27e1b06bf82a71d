import type { BundleRow } from '../../../shared/fhir/summary.ts';
import { Elided } from '../../ui/elided.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Size } from '../../ui/stamps.tsx';
import type { Column } from '../../ui/grid-column.ts';
import style from './result.module.css';

/** How long a date is worth showing: to the minute. */
const shortDate = (date: string): string => date.slice(0, 16).replace('T', ' ');

/** Letters of a type that always have room beside an id. */
const shortType = 12;

/** The rows of a searchset: what each entry is there for, what it is, what it says. */
export const rowColumns: readonly Column<BundleRow>[] = [
  {
    id: 'mode',
    title: 'search.mode',
    width: '84px',
    cell: ({ mode }) =>
      mode === 'include' || mode === 'outcome' ? (
        <span className={style.mode}>
          <Icon name="elbow" size={14} />
          {mode}
        </span>
      ) : (
        <span className={style.match}>{mode || 'not said'}</span>
      ),
  },
  {
    id: 'resource',
    title: 'Resource',
    width: 'minmax(124px, 1.25fr)',
    cell: ({ resourceType, id }) => (
      <code className={style.resource} title={id ? `${resourceType}/${id}` : resourceType}>
        <span data-short={resourceType.length <= shortType || undefined}>
          {resourceType}
          {id && '/'}
        </span>
        {id && <Elided text={id} tail={4} quiet />}
      </code>
    ),
  },
  {
    id: 'title',
    title: 'What it says',
    width: 'minmax(80px, 1.35fr)',
    cell: ({ title }) => <span title={title}>{title}</span>,
  },
  {
    id: 'code',
    title: 'Code',
    width: '80px',
    cell: ({ code }) => <code title={code}>{code && <Elided text={code} quiet />}</code>,
  },
  { id: 'status', title: 'Status', width: '66px', cell: ({ status }) => <code>{status}</code> },
  {
    id: 'date',
    title: 'Date',
    width: '86px',
    align: 'end',
    cell: ({ date = '' }) => (
      <code className={style.date} title={date}>
        {shortDate(date).slice(0, 10)}
      </code>
    ),
  },
  {
    id: 'size',
    title: 'Size',
    width: '62px',
    align: 'end',
    cell: ({ bytes }) => (
      <span className="muted">
        <Size bytes={bytes} />
      </span>
    ),
  },
];
