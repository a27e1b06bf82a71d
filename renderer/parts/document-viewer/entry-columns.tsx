import type { BundleRow } from '../../../shared/fhir/summary.ts';
import { Size } from '../../ui/stamps.tsx';
import type { Column } from '../../ui/grid-column.ts';

/** A Bundle's entries as the console lists them. */
export const entryColumns: Column<BundleRow>[] = [
  { id: 'index', title: '#', width: '48px', align: 'end', cell: ({ index }) => <em>{index}</em> },
  { id: 'type', title: 'Type', width: '148px', cell: ({ resourceType }) => <code>{resourceType || 'none'}</code> },
  {
    id: 'title',
    title: 'What it says',
    width: 'minmax(120px, 1fr)',
    cell: ({ title, id }) => title || <code>{id}</code>,
  },
  { id: 'date', title: 'Date', width: '92px', cell: ({ date }) => <span className="mono">{date?.slice(0, 10)}</span> },
  { id: 'status', title: 'Status', width: '84px', cell: ({ status }) => status },
  {
    id: 'size',
    title: 'Size',
    width: '68px',
    align: 'end',
    cell: ({ bytes }) => (
      <em>
        <Size bytes={bytes} />
      </em>
    ),
  },
];
