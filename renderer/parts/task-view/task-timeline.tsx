import { useState } from 'react';
import type { TaskDetail, TaskVersion } from '../../../shared/domain/task.ts';
import { ExchangeLink } from '../exchange-link.tsx';
import { useRecord, useTable } from '../../stores/records.ts';
import { StatusFigure } from '../../ui/figures.tsx';
import { formatMoment, formatSize, formatTime } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';
import type { IconName } from '../../ui/icons.tsx';
import { Part } from '../../ui/pane.tsx';
import { Button } from '../../ui/button.tsx';
import type { Road } from './state-road.ts';
import style from './task-timeline.module.css';
import { type TimelineEntry, timelineOf } from './timeline.ts';

const glyphs: Record<TimelineEntry['kind'], IconName> = {
  created: 'out',
  version: 'refresh',
  quiet: 'refresh',
  failed: 'warn',
  fetched: 'download',
  'not-fetched': 'warn',
};

/** The status code an exchange was answered with, where its record is at hand. */
function Answer({ exchangeId }: { exchangeId: string | undefined }) {
  const status = useRecord('exchange', exchangeId)?.status;
  return status ? <code>{status}</code> : null;
}

function State({ version }: { version: TaskVersion }) {
  return (
    <span className={style.state}>
      <StatusFigure status={version.status} size={14} silent />
      <b>{version.status}</b>
    </span>
  );
}

function Said({ version, isOff }: { version: TaskVersion; isOff?: boolean }) {
  const said = version.statusReason ?? version.businessStatus;
  return (
    <small>
      v{version.versionId}
      {said && <>, “{said}”</>}
      {isOff && ', a step the figure does not have'}
    </small>
  );
}

function Fetched({ entry }: { entry: TimelineEntry & { kind: 'fetched' } }) {
  const exchange = useRecord('exchange', entry.exchangeId);
  return (
    <>
      <p>
        {entry.contained
          ? 'Output taken from the Task itself'
          : `Output fetched${exchange ? `, ${formatSize(exchange.decodedBytes)} decoded` : ''}`}
      </p>
      <small>
        <code>{entry.reference}</code>
      </small>
    </>
  );
}

function Words({ entry, road }: { entry: TimelineEntry; road: Road }) {
  switch (entry.kind) {
    case 'created':
      return (
        <>
          <p>
            Created {entry.version && <State version={entry.version} />} <Answer exchangeId={entry.exchangeId} />
          </p>
          {entry.version?.businessStatus && <Said version={entry.version} />}
        </>
      );
    case 'version':
      return (
        <>
          <p>
            {entry.polled ? 'Polled' : 'Read'}, <Answer exchangeId={entry.exchangeId} />:{' '}
            <State version={entry.version} />
          </p>
          <Said
            version={entry.version}
            isOff={
              entry.version.offFigure &&
              road.steps.some(({ kind, to }) => kind === 'off' && to === entry.version.status)
            }
          />
        </>
      );
    case 'quiet': {
      const [first] = entry.polls;
      const last = entry.polls.at(-1);
      return entry.polls.length === 1 || !first || !last ? (
        <p>
          Polled, <Answer exchangeId={entry.exchangeId} /> not modified
        </p>
      ) : (
        <>
          <p>Polled {entry.polls.length} times, not modified</p>
          <small>
            {formatTime(first.at)} to {formatTime(last.at)}, last #{last.exchangeId}
          </small>
        </>
      );
    }
    case 'failed':
      return (
        <>
          <p>Poll failed</p>
          <small>{entry.problem}</small>
        </>
      );
    case 'fetched':
      return <Fetched entry={entry} />;
    case 'not-fetched':
      return (
        <>
          <p>
            Output not fetched: <code>{entry.reference}</code>
          </p>
          <small>{entry.problem}</small>
        </>
      );
  }
}

/** What happened to a Task, each line with the exchange that shows it. */
export function TaskTimeline({ task, road }: { task: TaskDetail; road: Road }) {
  const [unfolded, setUnfolded] = useState(false);
  const exchanges = useTable('exchange');
  const entries = timelineOf(task, (id) => exchanges.byId.get(id)?.at, unfolded);
  const folds = unfolded || entries.some((entry) => entry.kind === 'quiet' && entry.polls.length > 1);
  return (
    <Part
      title="Timeline"
      count={entries.length}
      actions={
        folds && (
          <Button size="small" kind="bare" onPress={() => setUnfolded(!unfolded)}>
            {unfolded ? 'Fold polls' : 'Unfold polls'}
          </Button>
        )
      }
    >
      <ol className={style.timeline}>
        {entries.map((entry) => (
          <li
            key={entry.key}
            data-approach={entry.kind === 'fetched' && !entry.contained ? 'direct-query' : 'task'}
            data-st={entry.kind === 'failed' || entry.kind === 'not-fetched' ? 'warn' : undefined}
          >
            <time dateTime={entry.at} title={formatMoment(entry.at)}>
              {formatTime(entry.at)}
            </time>
            <span className={style.dot}>
              <Icon name={glyphs[entry.kind]} />
            </span>
            <div>
              <Words entry={entry} road={road} />
            </div>
            {entry.exchangeId ? <ExchangeLink id={entry.exchangeId} /> : <span />}
          </li>
        ))}
      </ol>
    </Part>
  );
}
