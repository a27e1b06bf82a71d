import { useState } from 'react';
import type { TaskDetail } from '../../../shared/domain/task.ts';
import { useTable } from '../../stores/records.ts';
import { Button } from '../../ui/button.tsx';
import { formatMoment, formatTime } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';
import type { IconName } from '../../ui/icons.tsx';
import { Part } from '../../ui/pane.tsx';
import { ExchangeLink } from '../exchange-link.tsx';
import type { Road } from './state-road.ts';
import type { TaskNotice } from '../../../shared/cdex/task-notices.ts';
import style from './task-timeline.module.css';
import { type TimelineEntry, timelineOf } from './timeline.ts';
import { TimelineWords } from './timeline-words.tsx';
import { VersionDiff } from './version-diff.tsx';

const glyphs: Record<TimelineEntry['kind'], IconName> = {
  created: 'out',
  version: 'refresh',
  quiet: 'refresh',
  failed: 'warn',
  notice: 'bell',
  gone: 'close',
  fetched: 'download',
  'not-fetched': 'warn',
};

const isTrouble = ({ kind }: TimelineEntry): boolean => kind === 'failed' || kind === 'not-fetched';

const approachOf = (entry: TimelineEntry): string => {
  if (entry.kind === 'notice') return 'push';
  return entry.kind === 'fetched' && !entry.contained ? 'direct-query' : 'task';
};

interface Props {
  task: TaskDetail;
  road: Road;
  notices?: readonly TaskNotice[];
}

/** What happened to a Task, each line with the exchange that shows it; a version unfolds to what changed in it. */
export function TaskTimeline({ task, road, notices = [] }: Props) {
  const [unfolded, setUnfolded] = useState(false);
  const [compared, setCompared] = useState<ReadonlySet<string>>(new Set());
  const exchanges = useTable('exchange');
  const entries = timelineOf({ task, notices, whenOf: (id) => exchanges.byId.get(id)?.at, unfolded });
  const folds = unfolded || entries.some((entry) => entry.kind === 'quiet' && entry.polls.length > 1);
  const versions = entries.flatMap((entry) => (entry.kind === 'version' && entry.before ? [entry.key] : []));
  const allCompared = versions.length > 0 && versions.every((key) => compared.has(key));
  const toggle = (key: string) =>
    setCompared((before) => new Set(before.has(key) ? [...before].filter((one) => one !== key) : [...before, key]));
  return (
    <Part
      title="Timeline"
      count={entries.length}
      actions={
        <span>
          {folds && (
            <Button size="small" kind="bare" onPress={() => setUnfolded(!unfolded)}>
              {unfolded ? 'Fold polls' : 'Unfold polls'}
            </Button>
          )}
          {versions.length > 1 && (
            <Button size="small" kind="bare" onPress={() => setCompared(new Set(allCompared ? [] : versions))}>
              {allCompared ? 'Hide changes' : 'All changes'}
            </Button>
          )}
        </span>
      }
    >
      <ol className={style.timeline}>
        {entries.map((entry) => (
          <li
            key={entry.key}
            data-approach={approachOf(entry)}
            data-st={isTrouble(entry) ? 'warn' : undefined}
            data-lost={(entry.kind === 'notice' && entry.notice.type === 'gap') || undefined}
          >
            <time dateTime={entry.at} title={formatMoment(entry.at)}>
              {formatTime(entry.at)}
            </time>
            <span className={style.dot}>
              <Icon name={glyphs[entry.kind]} />
            </span>
            <div>
              <TimelineWords
                entry={entry}
                isOff={({ offFigure, status }) =>
                  offFigure === true && road.steps.some(({ kind, to }) => kind === 'off' && to === status)
                }
              />
              {entry.kind === 'version' && entry.before && (
                <button
                  type="button"
                  className={style.compare}
                  aria-expanded={compared.has(entry.key)}
                  aria-label={`What changed in version ${entry.version.versionId}`}
                  onClick={() => toggle(entry.key)}
                >
                  <Icon name={compared.has(entry.key) ? 'chevron-down' : 'chevron-right'} size={12} /> what changed
                </button>
              )}
              {entry.kind === 'version' && entry.before && compared.has(entry.key) && (
                <VersionDiff task={task} from={entry.before} to={entry.version} />
              )}
            </div>
            {entry.exchangeId ? <ExchangeLink id={entry.exchangeId} /> : <span />}
          </li>
        ))}
      </ol>
    </Part>
  );
}
