import { useState } from 'react';
import type { AuditAction, AuditEntry } from '../../../../shared/domain/audit.ts';
import { FailureNote } from '../../../parts/failure-note.tsx';
import { goTo } from '../../../stores/view.ts';
import { Empty } from '../../../ui/empty.tsx';
import { formatCount, formatDay, formatTime } from '../../../ui/format.ts';
import { SplitPane } from '../../../ui/split-pane.tsx';
import { Pane } from '../../../ui/pane.tsx';
import type { Column } from '../../../ui/grid-column.ts';
import { VirtualGrid } from '../../../ui/virtual-grid.tsx';
import style from './audit.module.css';
import { EntryDetail } from './entry-detail.tsx';
import { useTrail } from './use-trail.ts';
import { actionWords, hostWords, isTrouble } from './words.ts';

/** How close to the oldest row at hand older ones are asked for. */
const margin = 40;

const columns: Column<AuditEntry>[] = [
  { id: 'seq', title: 'No.', width: '56px', align: 'end', cell: ({ seq }) => <code>{formatCount(seq)}</code> },
  {
    id: 'at',
    title: 'When',
    width: '84px',
    cell: ({ at }) => (
      <>
        <span className="mono">{formatTime(at)}</span>
        <small>{formatDay(at)}</small>
      </>
    ),
  },
  {
    id: 'who',
    title: 'What, who',
    width: '128px',
    cell: ({ action, actor }) => (
      <>
        {actionWords[action]}
        <small title={hostWords(actor)}>{actor.user}</small>
      </>
    ),
  },
  {
    id: 'request',
    title: 'Request, peer',
    width: 'minmax(0, 1fr)',
    cell: ({ request, peer }) => (
      <>
        <code title={request}>{request || 'left out'}</code>
        <small>{peer ?? '\u00a0'}</small>
      </>
    ),
  },
  {
    id: 'outcome',
    title: 'Outcome',
    width: '132px',
    cell: (entry) => (
      <>
        <span className={style.outcome} data-st={isTrouble(entry) ? 'fail' : undefined} title={entry.outcome}>
          {entry.outcome}
        </span>
        <small className="mono">{entry.exchangeId === undefined ? '\u00a0' : `#${entry.exchangeId}`}</small>
      </>
    ),
  },
];

/** The trail, newest first, and one entry of it. */
export function TrailView({ action }: { action: AuditAction | undefined }) {
  const { entries, isRead, isWhole, failure, readOlder } = useTrail(action);
  const [selected, setSelected] = useState<string>();
  const entry = entries.find(({ seq }) => String(seq) === selected);
  return (
    <SplitPane name="settings-audit" label="list of events" start={820} minRest={380}>
      <div className={style.list}>
        {failure && <FailureNote failure={failure} />}
        <VirtualGrid
          label="Audit trail"
          primary
          columns={columns}
          count={entries.length}
          rowAt={(index) => entries[index]}
          keyAt={(index) => String(entries[index]?.seq ?? '')}
          rowHeight={40}
          selectedKey={selected}
          onSelect={setSelected}
          onOpen={(_, index) => {
            const exchange = entries[index]?.exchangeId;
            if (exchange !== undefined) goTo('exchanges', exchange);
          }}
          onRange={(_, last) => {
            if (last >= entries.length - margin) readOlder();
          }}
          empty={isRead ? <Empty title="No such event yet" /> : <Empty title="Reading the trail" />}
        />
        <p className={style.foot}>
          {formatCount(entries.length)} {isWhole ? 'in all' : 'at hand, older ones as you scroll'}. Append-only; nothing
          switches it off.
        </p>
      </div>
      <Pane label="Entry">
        {entry ? (
          <EntryDetail entry={entry} />
        ) : (
          <Empty icon="list" title="No entry chosen">
            Every exchange, use of a credential, change of configuration, export and start is in the trail.
          </Empty>
        )}
      </Pane>
    </SplitPane>
  );
}
