import { useState } from 'react';
import type { QueryReceipt } from '../../../../shared/contract/queries.ts';
import type { BundleRow } from '../../../../shared/fhir/summary.ts';
import { useCommands } from '../../../stores/use-commands.ts';
import type { Connection } from '../../../../shared/domain/connection.ts';
import { Button } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { formatNumberOf } from '../../../ui/format.ts';
import { TextField } from '../../../ui/text-field.tsx';
import type { Column } from '../../../ui/grid-column.ts';
import { VirtualGrid } from '../../../ui/virtual-grid.tsx';
import { ExchangeLink } from '../../exchange-link.tsx';
import { FailureNote } from '../../failure-note.tsx';
import style from './content.module.css';

interface Props {
  source: Connection;
  /** The search to begin with. */
  start: string;
  /** References that are chosen. */
  chosen: readonly string[];
  /** A resource was chosen, or given back. */
  onToggle: (reference: string, row: BundleRow) => void;
  name: string;
}

const rowHeight = 28;
/** Rows in sight before the list scrolls. */
const most = 6;

/** A row that can be named. */
type Found = BundleRow & { reference: string };

const namedRows = (rows: readonly BundleRow[]): Found[] =>
  rows.flatMap((row) =>
    row.id && row.mode !== 'outcome' ? [{ ...row, reference: `${row.resourceType}/${row.id}` }] : [],
  );

/** Looks for resources in the record of the provider we work for, to choose some of them. */
export function RecordSearch({ source, start, chosen, onToggle, name }: Props) {
  const [query, setQuery] = useState(start);
  const [found, setFound] = useState<{ receipt: QueryReceipt; rows: Found[] }>();
  const [at, setAt] = useState<string>();
  const { busy, failure, run } = useCommands();
  const find = async () => {
    if (query.trim() === '') return;
    const receipt = await run('queries.search', { partner: { connection: source.id }, query: query.trim() });
    if (!receipt.ok) return setFound(undefined);
    const rows = await run('queries.rows', { exchangeId: receipt.value.exchangeId, count: 500 });
    setFound({ receipt: receipt.value, rows: rows.ok ? namedRows(rows.value.rows) : [] });
  };
  const toggle = (reference: string) => {
    const row = found?.rows.find((one) => one.reference === reference);
    if (row) onToggle(reference, row);
  };
  const columns: Column<Found>[] = [
    {
      id: 'chosen',
      title: '',
      label: 'Chosen',
      width: '32px',
      cell: ({ reference }) => (
        <Checkbox
          label={`Take ${reference}`}
          isSelected={chosen.includes(reference)}
          onChange={() => toggle(reference)}
        />
      ),
    },
    { id: 'what', title: 'What', width: 'minmax(0, 3fr)', cell: ({ title }) => <span title={title}>{title}</span> },
    {
      id: 'date',
      title: 'Date',
      width: '96px',
      cell: ({ date = '' }) => <code title={date}>{date.slice(0, 10)}</code>,
    },
    {
      id: 'reference',
      title: 'Reference',
      width: 'minmax(0, 2fr)',
      cell: ({ reference }) => <code title={reference}>{reference}</code>,
    },
  ];
  return (
    <>
      <div className={style.line}>
        <TextField
          quiet
          mono
          icon="search"
          label={`Look in the record of ${source.name} for ${name}`}
          value={query}
          onChange={setQuery}
          onSubmit={() => void find()}
        />
        <Button
          size="small"
          icon="search"
          isDisabled={busy !== undefined || query.trim() === ''}
          onPress={() => void find()}
        >
          {busy ? 'Looking' : 'Find'}
        </Button>
      </div>
      {failure && <FailureNote failure={failure} onRetry={() => void find()} />}
      {found && (
        <p className={style.says} role="status">
          {formatNumberOf(found.rows.length, 'resource')} found
          {found.receipt.hasNext && ', and there are more: say more of what you look for'}{' '}
          <ExchangeLink id={found.receipt.exchangeId} />
        </p>
      )}
      {found && found.rows.length > 0 && (
        <div className={style.items} style={{ height: 24 + rowHeight * Math.min(found.rows.length, most) }}>
          <VirtualGrid
            label={`Resources found for ${name}`}
            columns={columns}
            count={found.rows.length}
            rowAt={(index) => found.rows[index]}
            keyAt={(index) => found.rows[index]?.reference ?? ''}
            rowHeight={rowHeight}
            selectedKey={at}
            onSelect={setAt}
            onOpen={toggle}
          />
        </div>
      )}
    </>
  );
}
