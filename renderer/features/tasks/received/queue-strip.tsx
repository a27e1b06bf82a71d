import type { Connection } from '../../../../shared/domain/connection.ts';
import { Countdown } from '../../../parts/task-view/countdown.tsx';
import { ExchangeLink } from '../../../parts/exchange-link.tsx';
import { FailureNote } from '../../../parts/failure-note.tsx';
import { OperationProgress } from '../../../parts/operation-progress.tsx';
import { useIsLive } from '../../../stores/is-live.ts';
import { Button } from '../../../ui/button.tsx';
import { Light } from '../../../ui/figures.tsx';
import { Finding, FindingList } from '../../../ui/finding.tsx';
import { formatNumberOf, formatWhen } from '../../../ui/format.ts';
import { PaneHead, Spring } from '../../../ui/pane.tsx';
import { Select } from '../../../ui/select.tsx';
import style from './received.module.css';
import type { QueueState } from './use-queue.ts';

/** How often a queue can be read by itself; the values are milliseconds. */
const everies = [
  { value: 'hand', label: 'by hand' },
  { value: '5000', label: 'every 5 s' },
  { value: '30000', label: 'every 30 s' },
  { value: '60000', label: 'every minute' },
  { value: '300000', label: 'every 5 min' },
  { value: '3600000', label: 'every hour' },
];

const choicesFor = (everyMs: number | undefined) =>
  everyMs === undefined || everies.some(({ value }) => value === String(everyMs))
    ? everies
    : [...everies, { value: String(everyMs), label: `every ${everyMs / 1_000} s` }];

interface Props {
  server: Connection;
  servers: readonly Connection[];
  state: QueueState;
  onServer: (connectionId: string) => void;
  onRules: () => void;
}

/** Whose queue it is, when it was read, when it is read again, and what stood in the way. */
export function QueueStrip({ server, servers, state, onServer, onRules }: Props) {
  const { queue, rules, last, operation, follow } = state;
  const on = rules.filter((rule) => rule.on).length;
  return (
    <>
      <PaneHead size="slim">
        <span className={style.server}>
          <Select
            quiet
            size="small"
            label="Server of the queue"
            value={server.id}
            choices={servers.map(({ id, name, baseUrl }) => ({ value: id, label: name, note: baseUrl }))}
            onChange={onServer}
          />
        </span>
        <span className={style.every}>
          <Select
            quiet
            size="small"
            label="Read the queue"
            value={queue?.everyMs === undefined ? 'hand' : String(queue.everyMs)}
            choices={choicesFor(queue?.everyMs)}
            onChange={(value) => follow(value === 'hand' ? undefined : Number(value))}
          />
        </span>
        <Beat state={state} />
        <Spring />
        <Button size="small" icon="rules" keys="e" onPress={onRules}>
          {rules.length === 0 ? 'Rules' : `Rules, ${on} on`}
        </Button>
      </PaneHead>
      {operation && (
        <div className={style.note}>
          <OperationProgress operation={operation} label="Reading the queue" />
        </div>
      )}
      {last.failure && <FailureNote failure={last.failure} onRetry={() => state.refresh()} />}
      {!last.failure && <Brought state={state} />}
    </>
  );
}

/** The lifeline of a queue: when it was read and when it will be. */
function Beat({ state: { queue, operation } }: { state: QueueState }) {
  const isLive = useIsLive();
  if (!queue?.lastReadAt) return <span className="muted">never read</span>;
  const { lastReadAt, nextReadAt, everyMs, exchangeId } = queue;
  return (
    <span className={style.beat} role="status" aria-live="off">
      {everyMs !== undefined && <Light on={isLive} />}
      <span className={style.read}>
        read {formatWhen(lastReadAt)} {exchangeId && <ExchangeLink id={exchangeId} />}
      </span>
      {everyMs !== undefined && nextReadAt && !operation && (
        <Countdown until={Date.parse(nextReadAt)} since={Date.parse(lastReadAt)} />
      )}
    </span>
  );
}

/** What the last read said: its notes, and what kept a rule or the read by itself from going on. */
function Brought({ state: { queue, last } }: { state: QueueState }) {
  const notes = last.refreshed?.notes ?? [];
  const problem = queue?.problem && !notes.includes(queue.problem) ? queue.problem : undefined;
  const { refreshed } = last;
  if (!refreshed && !problem) return null;
  const ruled = refreshed?.ruled ? `; a rule was applied to ${formatNumberOf(refreshed.ruled, 'Task')}` : '';
  return (
    <div className={style.note}>
      {refreshed && (
        <p role="status" className="muted">
          {formatNumberOf(refreshed.found, 'Task')} there, {refreshed.changed} new or changed{ruled}.
        </p>
      )}
      {(problem || notes.length > 0) && (
        <FindingList label="What the server would not do">
          {problem && <Finding result="warn" message={problem} />}
          {notes.map((note) => (
            <Finding key={note} result="warn" message={note} />
          ))}
        </FindingList>
      )}
    </div>
  );
}
