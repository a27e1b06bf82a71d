import { useMemo, useState } from 'react';
import type { Exchange } from '../../../shared/domain/exchange.ts';
import type { Failure } from '../../../shared/contract/errors.ts';
import { listColumns } from '../../parts/exchange-columns.tsx';
import { type ExchangeScope, exchangeFilter, isError } from '../../parts/exchange-filter.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { readOlderExchanges } from '../../stores/older.ts';
import { useTable } from '../../stores/records.ts';
import { goTo, useFilter } from '../../stores/view.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Pane, PaneHead } from '../../ui/pane.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { FilterField } from '../../ui/text-field.tsx';
import { VirtualGrid } from '../../ui/virtual-grid.tsx';
import { ListedSequence } from './conversation/listed-sequence.tsx';

interface Props {
  selected: string | undefined;
  onSelect: (id: string) => void;
}

const isThere = (row: Exchange | undefined): row is Exchange => row !== undefined;

/** Exchanges, newest first; older ones are fetched when the end comes into sight. */
export function ExchangeList({ selected, onSelect }: Props) {
  const table = useTable('exchange');
  const [scope, setScope] = useState<ExchangeScope>('all');
  const [text, setText] = useFilter('exchanges');
  const [failure, setFailure] = useState<Failure>();
  const [shape, setShape] = useState<'list' | 'sequence'>('list');
  const rows = useMemo(() => {
    const fits = exchangeFilter(scope, text);
    return table.ids
      .map((id) => table.byId.get(id))
      .filter(isThere)
      .filter(fits)
      .reverse();
  }, [table, scope, text]);
  const errors = useMemo(() => [...table.byId.values()].filter(isError).length, [table]);

  const seen = (_first: number, last: number) => {
    if (last >= rows.length - 20 && rows.length > 0) void readOlderExchanges().then(setFailure);
  };
  return (
    <Pane label="Exchanges">
      <PaneHead title="Exchanges">
        <Segmented
          label="Which exchanges"
          value={scope}
          onChange={setScope}
          options={[
            { value: 'all', label: 'All' },
            { value: 'out', label: 'Out' },
            { value: 'in', label: 'In' },
            { value: 'errors', label: 'Errors', count: errors || undefined },
          ]}
        />
        <Segmented
          label="List or sequence"
          value={shape}
          onChange={setShape}
          options={[
            { value: 'list', label: 'List', icon: 'list' },
            { value: 'sequence', label: 'Sequence', icon: 'sequence' },
          ]}
        />
        <FilterField label="Filter exchanges" placeholder="path, status:4xx, host:" value={text} onChange={setText} />
      </PaneHead>
      {failure && <FailureNote failure={failure} />}
      {shape === 'sequence' && rows.length > 0 ? (
        <ListedSequence rows={rows} selected={selected} onSelect={onSelect} />
      ) : (
        <VirtualGrid
          label="Exchanges"
          primary
          columns={listColumns}
          count={rows.length}
          rowAt={(index) => rows[index]}
          keyAt={(index) => rows[index]?.id ?? ''}
          selectedKey={selected}
          onSelect={onSelect}
          onRange={seen}
          marksOf={({ approach }) => ({ approach })}
          empty={
            table.ids.length === 0 ? (
              <Empty
                title="Nothing has been sent or received"
                actions={<Button onPress={() => goTo('sandbox')}>Look at the sandbox</Button>}
              >
                Each request and each push is recorded here with its headers, bodies and times.
              </Empty>
            ) : (
              <Empty
                title="No exchange fits"
                actions={
                  <Button
                    onPress={() => {
                      setScope('all');
                      setText('');
                    }}
                  >
                    Show all
                  </Button>
                }
              >
                Words are looked for in path, note and partner; status:4xx, host:, method:, partner: and road: narrow.
              </Empty>
            )
          }
        />
      )}
    </Pane>
  );
}
