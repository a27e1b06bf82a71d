import { type ReactNode, useMemo } from 'react';
import { recordsOf, useRecord, useRecords, useTable } from '../../stores/records.ts';
import { useNow } from '../../stores/now.ts';
import { useFilter } from '../../stores/view.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Elided } from '../../ui/elided.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Light } from '../../ui/figures.tsx';
import { Pane, PaneHead } from '../../ui/pane.tsx';
import { FilterField } from '../../ui/text-field.tsx';
import { VirtualGrid } from '../../ui/virtual-grid.tsx';
import { PlaceSwitch } from './place-switch.tsx';
import { pushColumns } from './push-columns.tsx';
import style from './push-list.module.css';
import { groupPushes } from './push-rows.ts';

interface Props {
  selected: string | undefined;
  onSelect: (id: string) => void;
  onSample: () => void;
  /** Starts the receiver. */
  onStart: () => void;
  isBusy: boolean;
  /** What went wrong last. */
  note: ReactNode;
}

/** Where partners send to; the address is what one gives them. */
function Receiver({ onStart, isBusy }: Pick<Props, 'onStart' | 'isBusy'>) {
  const role = useRecord('role', 'receiver');
  const url = role?.running ? role.receiver?.submitAttachmentUrl : undefined;
  return (
    <div className={style.receiver}>
      <Light on={url !== undefined} />
      {url ? (
        <>
          <code>
            <Elided text={url.replace(/^https?:\/\//, '')} tail={18} />
          </code>
          <CopyButton text={url} label="Copy the receiver’s address" size="small" />
        </>
      ) : (
        <>
          <span>The receiver is off</span>
          <Button size="small" icon="play" isDisabled={isBusy} onPress={onStart}>
            Start it
          </Button>
        </>
      )}
    </div>
  );
}

/** Pushes, newest first, by day. */
export function PushList({ selected, onSelect, onSample, onStart, isBusy, note }: Props) {
  const table = useTable('push');
  const [filter, setFilter] = useFilter('push-inbox');
  // Only for the words Today and Yesterday.
  const now = useNow(60_000);
  const pushes = useMemo(() => recordsOf({ ...useRecords.getState(), push: table }, 'push'), [table]);
  const rows = useMemo(() => groupPushes(pushes, filter, now), [pushes, filter, now]);
  return (
    <Pane label="Push inbox">
      <PaneHead title="Push">
        <PlaceSwitch place="inbox" />
        <FilterField label="Filter the inbox" placeholder="id, member" value={filter} onChange={setFilter} />
        <IconButton
          icon="send"
          keys="n"
          label="Push a sample from the sandbox"
          isDisabled={isBusy}
          onPress={onSample}
        />
      </PaneHead>
      <Receiver onStart={onStart} isBusy={isBusy} />
      {note}
      <VirtualGrid
        label="Push inbox"
        primary
        headless
        columns={pushColumns}
        count={rows.length}
        rowAt={(index) => rows[index]}
        keyAt={(index) => rows[index]?.id ?? ''}
        rowHeight={46}
        selectedKey={selected}
        onSelect={onSelect}
        groupAt={(index) => {
          const row = rows[index];
          return row?.kind === 'day' ? (
            <>
              {row.title}
              <span>{row.count}</span>
            </>
          ) : undefined;
        }}
        marksOf={() => ({ approach: 'push' })}
        empty={
          pushes.length === 0 ? (
            <Empty
              icon="push"
              title="Nothing has arrived yet"
              actions={
                <Button kind="main" icon="send" isDisabled={isBusy} onPress={onSample}>
                  Push a sample
                </Button>
              }
            >
              Give a partner the address above, or let the sandbox’s provider push an attachment to it.
            </Empty>
          ) : (
            <Empty title="Nothing fits the filter" />
          )
        }
      />
    </Pane>
  );
}
