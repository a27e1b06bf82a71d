import { useMemo, useState } from 'react';
import { formatSize } from '../../ui/format.ts';
import type { Base64Chip } from '../../ui/json-lines.ts';
import type { Column } from '../../ui/grid-column.ts';
import { VirtualGrid } from '../../ui/virtual-grid.tsx';
import { type FlatRow, flatRows } from './flat-rows.ts';
import style from './resource-view.module.css';

interface Props {
  label: string;
  resource: unknown;
  onReference?: (reference: string) => void;
  onOpen?: (chip: Base64Chip) => void;
}

/** A resource as path and value, one value a row. Enter follows a reference or opens a document. */
export function FlatTable({ label, resource, onReference, onOpen }: Props) {
  const rows = useMemo(() => flatRows(resource), [resource]);
  const [selected, setSelected] = useState('');
  const open = ({ reference, base64 }: FlatRow) => {
    if (reference !== undefined) onReference?.(reference);
    else if (base64) onOpen?.(base64);
  };
  const columns: Column<FlatRow>[] = [
    { id: 'path', title: 'Path', width: 'minmax(160px, 2fr)', cell: ({ path }) => <code title={path}>{path}</code> },
    {
      id: 'value',
      title: 'Value',
      width: 'minmax(160px, 3fr)',
      cell: (row) => (
        <Value row={row} canOpen={row.base64 ? onOpen !== undefined : onReference !== undefined} open={open} />
      ),
    },
  ];
  return (
    <VirtualGrid
      label={label}
      columns={columns}
      count={rows.length}
      rowAt={(index) => rows[index]}
      keyAt={(index) => String(index)}
      rowHeight={24}
      selectedKey={selected}
      onSelect={setSelected}
      onOpen={(_, index) => {
        const row = rows[index];
        if (row) open(row);
      }}
    />
  );
}

function Value({ row, canOpen, open }: { row: FlatRow; canOpen: boolean; open: (row: FlatRow) => void }) {
  const { value, reference, base64 } = row;
  if (!canOpen || (reference === undefined && !base64)) {
    return base64 ? <em>base64, {formatSize(base64.bytes)}</em> : <span title={value}>{value}</span>;
  }
  return (
    <button type="button" tabIndex={-1} className={style.link} onClick={() => open(row)}>
      {base64 ? `Open, base64, ${formatSize(base64.bytes)}` : value}
    </button>
  );
}
