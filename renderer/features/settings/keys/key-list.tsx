import { useRecord } from '../../../stores/records.ts';
import { Button } from '../../../ui/button.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { Light } from '../../../ui/figures.tsx';
import { formatDay } from '../../../ui/format.ts';
import { elideMiddle } from '../../../ui/format.ts';
import { Pane, PaneHead, Spring } from '../../../ui/pane.tsx';
import type { Column } from '../../../ui/grid-column.ts';
import { VirtualGrid } from '../../../ui/virtual-grid.tsx';
import { JwksButtons } from './jwks-buttons.tsx';
import style from './keys.module.css';
import { type ListedKey, useListedKeys } from './use-keys.ts';
import { dayWords, usersWords } from './words.ts';

interface Props {
  selected: string | undefined;
  onSelect: (id: string) => void;
  onGenerate: () => void;
  onImport: () => void;
}

const columns: Column<ListedKey>[] = [
  {
    id: 'name',
    title: 'Key, kid',
    width: 'minmax(0, 1fr)',
    cell: (row) =>
      row.kind === 'key' && (
        <>
          <b>{row.key.name}</b>
          <small className="mono">{elideMiddle(row.key.kid, 12, 6)}</small>
        </>
      ),
  },
  {
    id: 'alg',
    title: 'Algorithm',
    width: '88px',
    cell: (row) =>
      row.kind === 'key' && (
        <>
          <code>{row.key.alg}</code>
          <small>{row.key.origin === 'generated' ? 'made here' : 'imported'}</small>
        </>
      ),
  },
  {
    id: 'users',
    title: 'Signs for',
    width: 'minmax(0, 0.9fr)',
    cell: (row) =>
      row.kind === 'key' && (
        <>
          {row.key.state === 'retired' ? 'nobody any more' : usersWords(row.users)}
          {row.users.length > 1 && (
            <small>
              {row.users
                .slice(1)
                .map(({ name }) => name)
                .join(', ')}
            </small>
          )}
        </>
      ),
  },
  {
    id: 'made',
    title: 'Made',
    width: '124px',
    align: 'end',
    cell: (row) =>
      row.kind === 'key' && (
        <>
          {formatDay(row.key.createdAt)}
          <small>{row.key.retiredAt ? `retired ${dayWords(row.key.retiredAt)}` : '\u00a0'}</small>
        </>
      ),
  },
];

/** All keys, with the ways to make one and to publish them. */
export function KeyList({ selected, onSelect, onGenerate, onImport }: Props) {
  const rows = useListedKeys();
  return (
    <Pane label="Keys">
      <PaneHead title="Signing keys" level={2}>
        <Spring />
        <JwksButtons label="JWKS of all" isDisabled={rows.length === 0} />
      </PaneHead>
      <PublishedAt />
      <VirtualGrid
        label="Signing keys"
        primary
        columns={columns}
        count={rows.length}
        rowAt={(index) => rows[index]}
        keyAt={(index) => rows[index]?.id ?? ''}
        rowHeight={40}
        selectedKey={selected}
        onSelect={onSelect}
        groupAt={(index) => {
          const row = rows[index];
          return row?.kind === 'head' ? (
            <>
              {row.title}
              <span>{row.count}</span>
            </>
          ) : undefined;
        }}
        empty={
          <Empty icon="key" title="No key yet">
            Backend services, and a browser sign-in that proves itself by key, need one. The private half goes to the
            vault and never leaves it.
          </Empty>
        }
      />
      <footer className={style.foot}>
        <Button kind="main" icon="plus" keys="n" onPress={onGenerate}>
          Generate
        </Button>
        <Button icon="document" keys="a" onPress={onImport}>
          Import
        </Button>
      </footer>
    </Pane>
  );
}

/** Where the receiver publishes the keys, while it runs; and who can read it there. */
function PublishedAt() {
  const role = useRecord('role', 'receiver');
  const url = role?.running ? role.receiver?.jwksUrl : undefined;
  return (
    <p className={style.published}>
      <Light on={url !== undefined} />
      {url ? <code>{url}</code> : <span>not published: the receiver is off</span>}
      {url && <CopyButton text={url} label="Copy address of the JWKS" size="small" />}
      <small>for programs on this machine; send partners the file</small>
    </p>
  );
}
