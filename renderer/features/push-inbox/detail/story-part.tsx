import { useState } from 'react';
import type { Push, StoryEntry } from '../../../../shared/domain/push.ts';
import { ExchangeLink } from '../../../parts/exchange-link.tsx';
import { FailureNote } from '../../../parts/failure-note.tsx';
import timeline from '../../../parts/task-view/task-timeline.module.css';
import { goTo, select } from '../../../stores/view.ts';
import { Button } from '../../../ui/button.tsx';
import { elideUuids, formatDay, formatMoment, formatTime } from '../../../ui/format.ts';
import { Icon } from '../../../ui/icon.tsx';
import type { IconName } from '../../../ui/icons.tsx';
import { Part } from '../../../ui/pane.tsx';
import style from './push-detail.module.css';
import type { Story } from './use-story.ts';

const glyphs: Record<StoryEntry['kind'], IconName> = {
  request: 'out',
  version: 'refresh',
  notification: 'bell',
  push: 'push',
  repeat: 'push',
  match: 'connections',
  answer: 'in',
  fetch: 'download',
};

const approaches: Record<StoryEntry['kind'], string> = {
  request: 'task',
  version: 'task',
  notification: 'push',
  push: 'push',
  repeat: 'push',
  match: 'none',
  answer: 'push',
  fetch: 'direct-query',
};

/** Entries shown at first: a request that was followed for weeks has hundreds. */
const shownFirst = 40;

const keyOf = ({ at, kind, title, pushId, exchangeId }: StoryEntry) =>
  [at, kind, title, pushId, exchangeId].filter(Boolean).join(' ');

/** What an entry says; one of another push, or of a Task, leads there. */
function Title({ entry, pushId }: { entry: StoryEntry; pushId: string }) {
  const { kind, title } = entry;
  const other = entry.pushId !== undefined && entry.pushId !== pushId ? entry.pushId : undefined;
  const task = kind === 'request' || kind === 'version' ? entry.taskId : undefined;
  if (other === undefined && task === undefined) return <span title={title}>{elideUuids(title)}</span>;
  const follow = () => (other === undefined ? goTo('tasks', task) : select('push-inbox', other));
  return (
    <button type="button" className={style.lead} title={title} onClick={follow}>
      {elideUuids(title)}
    </button>
  );
}

/** Everything around a push on one timeline: the request and its versions, notifications, the pushes of its thread and their answers. */
export function StoryPart({ push, story: { story, failure, again } }: { push: Push; story: Story }) {
  const [whole, setWhole] = useState(false);
  const all = story?.timeline ?? [];
  const hidden = whole ? 0 : Math.max(0, all.length - shownFirst);
  const entries = all.slice(hidden);
  return (
    <Part
      title="Timeline"
      count={all.length || undefined}
      actions={
        hidden > 0 && (
          <Button size="small" kind="bare" onPress={() => setWhole(true)}>
            {hidden} earlier
          </Button>
        )
      }
    >
      {failure && <FailureNote failure={failure} onRetry={again} />}
      {!story && !failure && <p className={style.sentence}>Reading what happened around it</p>}
      <ol className={timeline.timeline}>
        {entries.map((entry, index) => (
          <li
            key={keyOf(entry)}
            data-approach={approaches[entry.kind]}
            data-st={entry.kind === 'answer' && (entry.status ?? 500) >= 400 ? 'warn' : undefined}
            data-here={entry.pushId === push.id || undefined}
            className={style.entry}
          >
            <time dateTime={entry.at} title={formatMoment(entry.at)}>
              {formatTime(entry.at)}
              {formatDay(entry.at) !== formatDay(entries[index - 1]?.at ?? new Date().toISOString()) && (
                <small>{formatDay(entry.at)}</small>
              )}
            </time>
            <span className={timeline.dot}>
              <Icon name={glyphs[entry.kind]} />
            </span>
            <div>
              <Title entry={entry} pushId={push.id} />
              {entry.detail && <small title={entry.detail}>{elideUuids(entry.detail)}</small>}
            </div>
            {entry.exchangeId ? <ExchangeLink id={entry.exchangeId} /> : <span />}
          </li>
        ))}
      </ol>
    </Part>
  );
}
