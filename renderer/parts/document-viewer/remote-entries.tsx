import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import type { Failure } from '../../../shared/contract/errors.ts';
import type { ElidedResource } from '../../../shared/contract/queries.ts';
import type { BundleRow } from '../../../shared/fhir/summary.ts';
import { call } from '../../api/call.ts';
import { Button } from '../../ui/button.tsx';
import { formatNumberOf, formatSize } from '../../ui/format.ts';
import { JsonView } from '../../ui/json-view.tsx';
import { Spring } from '../../ui/pane.tsx';
import { SplitPane } from '../../ui/split-pane.tsx';
import { VirtualGrid } from '../../ui/virtual-grid.tsx';
import { FailureNote } from '../failure-note.tsx';
import { entryColumns } from './entry-columns.tsx';
import style from './viewer.module.css';

interface Props {
  exchangeId: string;
  name: string;
  /** Size of the whole answer. */
  bytes: number;
  /** Loads it all the same. */
  onLoad: () => void;
  /** Shows a document that stands in it. */
  showInner: (inner: { pointer: string; name: string; onClose: () => void }) => ReactNode;
}

const windowSize = 200;

/** Rows of a large Bundle, read in windows as they come into sight. */
function useRemoteRows(exchangeId: string) {
  const rows = useRef(new Map<number, BundleRow>());
  const asked = useRef(new Set<number>());
  const [total, setTotal] = useState<number>();
  const [failure, setFailure] = useState<Failure>();
  const [, redraw] = useState(0);
  const read = useCallback(
    async (window: number) => {
      if (asked.current.has(window)) return;
      asked.current.add(window);
      const reply = await call('queries.rows', { exchangeId, first: window * windowSize, count: windowSize });
      if (!reply.ok) return setFailure(reply.error);
      for (const row of reply.value.rows) rows.current.set(row.index, row);
      setTotal(reply.value.total);
      redraw((turn) => turn + 1);
    },
    [exchangeId],
  );
  const see = useCallback(
    (first: number, last: number) => {
      for (let at = Math.floor(first / windowSize); at <= Math.floor(last / windowSize); at += 1) void read(at);
    },
    [read],
  );
  useEffect(() => void read(0), [read]);
  return { total, failure, rowAt: (index: number) => rows.current.get(index), see };
}

function useEntry(exchangeId: string, index: number): ElidedResource | undefined {
  const [entry, setEntry] = useState<ElidedResource>();
  useEffect(() => {
    let left = false;
    void call('queries.entry', { exchangeId, index }).then((reply) => {
      if (!left) setEntry(reply.ok ? reply.value : undefined);
    });
    return () => {
      left = true;
    };
  }, [exchangeId, index]);
  return entry;
}

/** A Bundle too large to be loaded without asking: its entries stay in the console and come one window at a time. */
export function RemoteEntries({ exchangeId, name, bytes, onLoad, showInner }: Props) {
  const { total, failure, rowAt, see } = useRemoteRows(exchangeId);
  const [selected, setSelected] = useState('0');
  const [pointer, setPointer] = useState<string>();
  const entry = useEntry(exchangeId, Number(selected));
  const row = rowAt(Number(selected));
  if (failure) return <FailureNote failure={failure} />;
  if (pointer !== undefined) {
    return showInner({ pointer, name: row?.title || 'Attachment', onClose: () => setPointer(undefined) });
  }
  return (
    <div className={style.sheet}>
      <div className={style.bar}>
        <span>
          {total === undefined ? 'Reading the entries' : formatNumberOf(total, 'entry', 'entries')}, {formatSize(bytes)}
        </span>
        <Spring />
        <Button size="small" onPress={onLoad}>
          Load all of it
        </Button>
      </div>
      <SplitPane name="entries" label="list of entries" between="row" start={220} min={100} minRest={140}>
        <VirtualGrid
          label={`Entries of ${name}`}
          columns={entryColumns}
          count={total ?? 0}
          rowAt={rowAt}
          keyAt={String}
          selectedKey={selected}
          onSelect={setSelected}
          onRange={see}
        />
        <JsonView
          label={row ? `${row.resourceType} ${row.id}` : 'Entry'}
          value={entry?.resource ?? null}
          onOpen={(chip) => setPointer(chip.pointer)}
          head={<b className={`${style.name} mono`}>{row && `${row.resourceType}/${row.id}`}</b>}
        />
      </SplitPane>
    </div>
  );
}
