import { useEffect, useState } from 'react';
import { formatCount } from '../../ui/format.ts';
import { MonoId } from '../../ui/mono-id.tsx';
import { Spring } from '../../ui/pane.tsx';
import type { Column } from '../../ui/grid-column.ts';
import { VirtualGrid } from '../../ui/virtual-grid.tsx';
import { hexOf } from './hex.ts';
import type { ViewProps } from './view-props.ts';
import style from './viewer.module.css';

const perRow = 16;

/** The SHA-256 of bytes as hex, once it is known. */
export function useSha256(bytes: Uint8Array<ArrayBuffer>): string | undefined {
  const [hash, setHash] = useState<string>();
  useEffect(() => {
    let left = false;
    void crypto.subtle.digest('SHA-256', bytes).then((digest) => {
      if (!left) setHash(hexOf(new Uint8Array(digest)));
    });
    return () => {
      left = true;
    };
  }, [bytes]);
  return hash;
}

/** A byte as the letter it would be, or a dot. */
export const printable = (byte: number) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '·');

const columns: Column<{ offset: number; bytes: Uint8Array }>[] = [
  {
    id: 'offset',
    title: 'Offset',
    width: '88px',
    cell: ({ offset }) => <code>{offset.toString(16).padStart(8, '0')}</code>,
  },
  { id: 'hex', title: 'Bytes', width: '396px', cell: ({ bytes }) => <code>{hexOf(bytes, ' ')}</code> },
  {
    id: 'letters',
    title: 'Letters',
    width: 'minmax(0, 1fr)',
    cell: ({ bytes }) => <code>{Array.from(bytes, printable).join('')}</code>,
  },
];

/** The bytes themselves, sixteen a row, and their hash. */
export function BytesView({ name, document: { bytes }, head }: ViewProps) {
  const hash = useSha256(bytes);
  const [selected, setSelected] = useState<string>();
  return (
    <div className={style.sheet}>
      <div className={style.bar}>
        <span>{formatCount(bytes.length)} bytes</span>
        {hash && (
          <span>
            sha256 <MonoId id={hash} head={8} tail={6} copy />
          </span>
        )}
        <Spring />
        {head}
      </div>
      <VirtualGrid
        label={`Bytes of ${name}`}
        columns={columns}
        count={Math.ceil(bytes.length / perRow)}
        rowAt={(index) => ({ offset: index * perRow, bytes: bytes.subarray(index * perRow, (index + 1) * perRow) })}
        keyAt={(index) => String(index)}
        rowHeight={20}
        selectedKey={selected}
        onSelect={setSelected}
      />
    </div>
  );
}
