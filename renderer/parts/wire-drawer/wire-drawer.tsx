import { useEffect, useMemo, useState } from 'react';
import { useRecords, useTable } from '../../stores/records.ts';
import { useSettings } from '../../stores/settings.ts';
import { goTo, toggleWire, useSelected } from '../../stores/view.ts';
import { Button } from '../../ui/button.tsx';
import { Divider } from '../../ui/divider.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Light } from '../../ui/figures.tsx';
import { formatNumberOf, formatSize } from '../../ui/format.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { FilterField } from '../../ui/text-field.tsx';
import { useRememberedSize } from '../../ui/use-remembered.ts';
import { VirtualGrid } from '../../ui/virtual-grid.tsx';
import { scaleFor, wireColumns } from '../exchange-columns.tsx';
import { type ExchangeScope, exchangeFilter, isError } from '../exchange-filter.ts';
import style from './wire-drawer.module.css';
import { WireStrip } from './wire-strip.tsx';

/** Every exchange as it happens, below all screens; shut, the newest in one line. */
export function WireDrawer() {
  const open = useSettings((settings) => settings.wireOpen);
  return open ? <Drawer /> : <WireStrip />;
}

function Drawer() {
  const [height, setHeight] = useRememberedSize('wire', 192);
  const [scope, setScope] = useState<ExchangeScope>('all');
  const [text, setText] = useState('');
  const [paused, setPaused] = useState<readonly string[]>();
  const [range, setRange] = useState<readonly [number, number]>([0, 0]);
  const opened = useSelected('exchanges');
  // By keys the drawer is walked without leaving the screen; Enter opens.
  const [current, setCurrent] = useState<string>();
  useEffect(() => {
    if (opened) setCurrent(undefined);
  }, [opened]);
  const table = useTable('exchange');
  const ids = paused ?? table.ids;

  const rows = useMemo(() => {
    const fits = exchangeFilter(scope, text);
    return ids.map((id) => table.byId.get(id)).filter((row) => row !== undefined && fits(row));
  }, [ids, table, scope, text]);
  const totals = useMemo(
    () => ({
      errors: rows.filter((row) => row && isError(row)).length,
      wire: rows.reduce((sum, row) => sum + (row?.wireBytes ?? 0), 0),
      decoded: rows.reduce((sum, row) => sum + (row?.decodedBytes ?? 0), 0),
    }),
    [rows],
  );
  // Exchanges are numbered from 1: what comes before the oldest here is read when the list is scrolled to it.
  const older = Number(table.ids[0] ?? 1) > 1;
  const scale = scaleFor(rows.slice(range[0], range[1] + 1).map((row) => row?.durationMs ?? 0));
  const columns = useMemo(() => wireColumns(scale), [scale]);

  return (
    <section className={style.wire} aria-label="Wire" data-pane style={{ height }}>
      <Divider
        label="Height of the wire drawer"
        between="row"
        size={height}
        min={96}
        max={Math.max(96, window.innerHeight - 240)}
        reversed
        onResize={setHeight}
        onReset={() => setHeight(192)}
      />
      <header className={style.head}>
        <b>Wire</b>
        <Light on={!paused} />
        <Segmented
          label="Which exchanges"
          size="small"
          value={scope}
          onChange={setScope}
          options={[
            { value: 'all', label: 'All' },
            { value: 'out', label: 'Out' },
            { value: 'in', label: 'In' },
            { value: 'errors', label: 'Errors', count: totals.errors || undefined },
          ]}
        />
        <span className={style.filter}>
          <FilterField
            label="Filter the wire"
            placeholder="path, status:4xx, host:"
            size="small"
            isFilter={false}
            value={text}
            onChange={setText}
          />
        </span>
        <span className={style.totals}>
          {formatNumberOf(rows.length, 'exchange')}
          {older && ' at hand'} · {formatSize(totals.wire)} wire · {formatSize(totals.decoded)} decoded
        </span>
        <Button
          kind="bare"
          size="small"
          icon={paused ? 'play' : 'pause'}
          onPress={() => setPaused(paused ? undefined : useRecords.getState().exchange.ids)}
        >
          {paused ? 'Go on' : 'Pause'}
        </Button>
        <Button kind="bare" size="small" icon="chevron-down" keys="Mod+J" onPress={() => void toggleWire()}>
          Close
        </Button>
      </header>
      <VirtualGrid
        label="Exchanges on the wire"
        columns={columns}
        count={rows.length}
        rowAt={(index) => rows[index]}
        keyAt={(index) => rows[index]?.id ?? String(index)}
        rowHeight={23}
        selectedKey={current ?? opened}
        onSelect={(id, _index, by) => (by === 'pointer' ? goTo('exchanges', id) : setCurrent(id))}
        onOpen={(id) => goTo('exchanges', id)}
        marksOf={({ approach }) => ({ approach })}
        onRange={(first, last) => setRange((now) => (now[0] === first && now[1] === last ? now : [first, last]))}
        followEnd
        empty={
          <Empty title={table.ids.length === 0 ? 'Nothing has been sent or received' : 'No exchange fits the filter'} />
        }
      />
    </section>
  );
}
