import type { ReactNode } from 'react';
import type { SubscriptionRecord } from '../../../../shared/domain/subscription.ts';
import { useNow } from '../../../stores/now.ts';
import { recordsOf, useRecords, useTable } from '../../../stores/records.ts';
import { Button } from '../../../ui/button.tsx';
import { Elided } from '../../../ui/elided.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { ResultFigure } from '../../../ui/figures.tsx';
import { formatCount, formatDay, formatTime } from '../../../ui/format.ts';
import { Pane, PaneHead, Spring } from '../../../ui/pane.tsx';
import type { Column } from '../../../ui/grid-column.ts';
import { VirtualGrid } from '../../../ui/virtual-grid.tsx';
import { PlaceSwitch } from '../place-switch.tsx';
import { missingIn, openGaps, standingOf } from './standing.ts';

function Stand({ record, show }: { record: SubscriptionRecord; show: 'figure' | 'words' }): ReactNode {
  const now = useNow(record.status === 'active' ? 5_000 : 0);
  const { result, word, says } = standingOf(record, now);
  if (show === 'figure') return <ResultFigure result={result} silent />;
  return (
    <>
      {word}
      <small title={says}>{says ?? (result === 'ok' ? 'as it should be' : '\u00a0')}</small>
    </>
  );
}

const columns: readonly Column<SubscriptionRecord>[] = [
  {
    id: 'figure',
    title: '',
    label: 'Figure',
    width: '36px',
    cell: (record) => <Stand record={record} show="figure" />,
  },
  {
    id: 'partner',
    title: 'Partner',
    width: 'minmax(96px, 1fr)',
    cell: ({ partner, subscriptionId, status }) => (
      <>
        <b>{partner}</b>
        <small className="mono">
          {subscriptionId ? (
            <Elided text={`Subscription/${subscriptionId}`} tail={6} />
          ) : status === 'closed' ? (
            'removed at the last close'
          ) : (
            'not created yet'
          )}
        </small>
      </>
    ),
  },
  {
    id: 'status',
    title: 'Status',
    width: 'minmax(96px, 1fr)',
    cell: (record) => <Stand record={record} show="words" />,
  },
  {
    id: 'heard',
    title: 'Last heard',
    width: '88px',
    align: 'end',
    cell: ({ lastHeardAt }) => (
      <>
        <span className="mono">{lastHeardAt ? formatTime(lastHeardAt) : 'never'}</span>
        <small>{lastHeardAt ? formatDay(lastHeardAt) : '\u00a0'}</small>
      </>
    ),
  },
  {
    id: 'events',
    title: 'Events',
    width: '64px',
    align: 'end',
    cell: ({ eventCount, duplicateCount }) => (
      <>
        {formatCount(eventCount)}
        <small>{duplicateCount > 0 ? `${formatCount(duplicateCount)} twice` : '\u00a0'}</small>
      </>
    ),
  },
  {
    id: 'missing',
    title: 'Missing',
    width: '72px',
    align: 'end',
    cell: (record) => {
      const missing = missingIn(openGaps(record));
      return (
        <>
          {missing > 0 ? formatCount(missing) : 'none'}
          <small>
            {record.gaps.length > 0 ? `${record.gaps.length} gap${record.gaps.length > 1 ? 's' : ''}` : '\u00a0'}
          </small>
        </>
      );
    },
  },
];

interface Props {
  selected: string | undefined;
  onSelect: (id: string) => void;
  onAdd: () => void;
}

/** The subscriptions we hold at partners, and how they stand. */
export function SubscriptionList({ selected, onSelect, onAdd }: Props) {
  const table = useTable('subscription');
  const rows = recordsOf({ ...useRecords.getState(), subscription: table }, 'subscription');
  return (
    <Pane label="Subscriptions">
      <PaneHead title="Tasks">
        <Spring />
        <Button kind="main" icon="bell" keys="n" onPress={onAdd}>
          Subscribe
        </Button>
      </PaneHead>
      <PaneHead size="slim">
        <PlaceSwitch place="subscriptions" />
      </PaneHead>
      <VirtualGrid
        label="Subscriptions"
        primary
        columns={columns}
        count={rows.length}
        rowAt={(index) => rows[index]}
        keyAt={(index) => rows[index]?.id ?? ''}
        rowHeight={40}
        selectedKey={selected}
        onSelect={onSelect}
        marksOf={() => ({ approach: 'push' })}
        empty={
          <Empty
            icon="bell"
            title="No subscription"
            actions={
              <Button kind="main" icon="bell" onPress={onAdd}>
                Subscribe
              </Button>
            }
          >
            A partner that offers it tells of a Task’s change at once, in place of being asked again and again. Polling
            goes on where it does not.
          </Empty>
        }
      />
    </Pane>
  );
}
