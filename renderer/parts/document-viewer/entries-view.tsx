import { useMemo, useState } from 'react';
import { elide } from '../../../shared/fhir/elide.ts';
import { dig, listOf } from '../../../shared/fhir/json.ts';
import { rowOf, type BundleRow } from '../../../shared/fhir/summary.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { formatNumberOf } from '../../ui/format.ts';
import type { Base64Chip } from '../../ui/json-lines.ts';
import { JsonView } from '../../ui/json-view.tsx';
import { Spring } from '../../ui/pane.tsx';
import { Size } from '../../ui/stamps.tsx';
import { SplitPane } from '../../ui/split-pane.tsx';
import { type Column, VirtualGrid } from '../../ui/virtual-grid.tsx';
import type { ViewProps } from './document-views.tsx';
import { attachmentsIn, innerDocument } from './inner-document.ts';
import { useJson } from './resource-json.tsx';
import style from './viewer.module.css';

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

/** The entries of a Bundle as rows, and one of them as JSON; what it carries as base64 opens. */
export function EntriesView({ name, document, head, onOpen }: ViewProps) {
  const { value } = useJson(document.bytes);
  const rows = useMemo(
    () =>
      listOf(dig(value, 'entry')).map((entry, index) =>
        rowOf(entry, index, JSON.stringify(dig(entry, 'resource') ?? null).length),
      ),
    [value],
  );
  const [selected, setSelected] = useState('0');
  const resource = dig(value, 'entry', Number(selected), 'resource');
  const shown = useMemo(() => elide(resource), [resource]);
  const attachments = useMemo(() => attachmentsIn(resource), [resource]);
  const open = (pointer: string) => {
    const inner = innerDocument(resource, pointer);
    if (inner) onOpen(inner);
  };
  const row = rows[Number(selected)];
  return (
    <div className={style.sheet}>
      <div className={style.bar}>
        <span>
          {formatNumberOf(rows.length, 'entry', 'entries')}
          {typeof dig(value, 'type') === 'string' && `, ${String(dig(value, 'type'))}`}
        </span>
        <Spring />
        {head}
      </div>
      {rows.length === 0 ? (
        <Empty icon="document" title="The Bundle is empty">
          The query was run and matched nothing; that is an answer, too.
        </Empty>
      ) : (
        <SplitPane name="entries" label="list of entries" between="row" start={220} min={100} minRest={140}>
          <VirtualGrid
            label={`Entries of ${name}`}
            columns={entryColumns}
            count={rows.length}
            rowAt={(index) => rows[index]}
            keyAt={String}
            selectedKey={selected}
            onSelect={setSelected}
            onOpen={() => attachments[0] && open(attachments[0].pointer)}
          />
          <JsonView
            label={row ? `${row.resourceType} ${row.id}` : 'Entry'}
            value={shown ?? null}
            onOpen={({ pointer }: Base64Chip) => open(pointer)}
            head={
              <>
                <b className={`${style.name} mono`}>{row && `${row.resourceType}/${row.id}`}</b>
                {attachments.map(({ pointer, title }) => (
                  <Button key={pointer} size="small" icon="document" onPress={() => open(pointer)}>
                    Open {title}
                  </Button>
                ))}
              </>
            }
          />
        </SplitPane>
      )}
    </div>
  );
}
