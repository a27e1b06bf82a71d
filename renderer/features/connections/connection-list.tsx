import { useMemo } from 'react';
import type { Connection } from '../../../shared/domain/connection.ts';
import { lastExchangeWith, useConnectionInUse } from '../../stores/connection-in-use.ts';
import { recordsOf, useRecords, useTable } from '../../stores/records.ts';
import { useFilter } from '../../stores/view.ts';
import { Button } from '../../ui/button.tsx';
import { Elided } from '../../ui/elided.tsx';
import { Empty } from '../../ui/empty.tsx';
import { type Result, ResultFigure } from '../../ui/figures.tsx';
import { Pane, PaneHead } from '../../ui/pane.tsx';
import { FilterField } from '../../ui/text-field.tsx';
import type { Column } from '../../ui/grid-column.ts';
import { VirtualGrid } from '../../ui/virtual-grid.tsx';

interface Props {
  selected: string | undefined;
  onSelect: (id: string) => void;
  onAdd: () => void;
}

interface Row {
  connection: Connection;
  result: Result;
  /** How the last exchange went, in words. */
  last: string;
  /** What was wrong with it, in a sentence. */
  problem: string | undefined;
  inUse: boolean;
}

const columns: Column<Row>[] = [
  {
    id: 'state',
    title: '',
    label: 'Last exchange',
    width: '32px',
    cell: ({ result }) => <ResultFigure result={result} />,
  },
  {
    id: 'name',
    title: 'Partner',
    width: 'minmax(0, 1fr)',
    cell: ({ connection }) => (
      <>
        <b>{connection.name}</b>
        <small className="mono">
          <Elided text={connection.baseUrl} tail={12} />
        </small>
      </>
    ),
  },
  {
    id: 'role',
    title: 'Partner is',
    width: '92px',
    cell: ({ connection }) => (
      <>
        {connection.role === 'payer' ? 'provider' : 'payer'}
        <small>CDex {connection.cdexVersion}</small>
      </>
    ),
  },
  {
    id: 'last',
    title: 'Last answer',
    width: '92px',
    align: 'end',
    cell: ({ last, problem, inUse }) => (
      <>
        <span title={problem}>{last}</span>
        <small>{inUse ? 'in use' : '\u00a0'}</small>
      </>
    ),
  },
];

/** Connections by name, with how the last exchange went. */
export function ConnectionList({ selected, onSelect, onAdd }: Props) {
  const table = useTable('connection');
  const exchanges = useTable('exchange');
  const inUse = useConnectionInUse();
  const [filter, setFilter] = useFilter('connections');
  const rows = useMemo((): Row[] => {
    const tables = { ...useRecords.getState(), connection: table, exchange: exchanges };
    const wanted = filter.toLowerCase();
    return recordsOf(tables, 'connection')
      .filter(({ name, baseUrl }) => `${name} ${baseUrl}`.toLowerCase().includes(wanted))
      .map((connection) => {
        const last = lastExchangeWith(tables, connection.id);
        const result = !last ? 'unchecked' : last.outcome === 'ok' ? 'ok' : 'fail';
        const said = !last ? 'none yet' : last.status === null ? 'no answer' : String(last.status);
        const problem = result === 'fail' ? last?.problem : undefined;
        return { connection, result, last: said, problem, inUse: connection.id === inUse?.id };
      });
  }, [table, exchanges, filter, inUse]);
  return (
    <Pane label="Connections">
      <PaneHead title="Connections">
        <FilterField label="Filter connections" placeholder="name, address" value={filter} onChange={setFilter} />
        <Button kind="main" icon="plus" keys="n" onPress={onAdd}>
          Connection
        </Button>
      </PaneHead>
      <VirtualGrid
        label="Connections"
        primary
        columns={columns}
        count={rows.length}
        rowAt={(index) => rows[index]}
        keyAt={(index) => rows[index]?.connection.id ?? ''}
        rowHeight={40}
        selectedKey={selected}
        onSelect={onSelect}
        empty={
          table.ids.length === 0 ? (
            <Empty title="No connection yet" actions={<Button onPress={onAdd}>Add a connection</Button>}>
              Start the sandbox for two of your own, or add a partner by its base URL.
            </Empty>
          ) : (
            <Empty title="No connection fits the filter" />
          )
        }
      />
    </Pane>
  );
}
