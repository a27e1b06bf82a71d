import { isFinal, type TaskDetail } from '../../../shared/domain/task.ts';
import { useNow } from '../../stores/now.ts';
import { goTo } from '../../stores/view.ts';
import { formatDuration, formatTime } from '../../ui/format.ts';
import { RuleChip } from '../../ui/rule-chip.tsx';
import { type NoticeMark, type PollMark, rulerOf } from './poll-ruler.ts';
import style from './ruler-figure.module.css';
import type { TaskNotice } from '../../../shared/cdex/task-notices.ts';

const results: Record<PollMark['result'], string> = {
  'new-version': 'new version',
  unchanged: 'unchanged',
  failed: 'failed',
};

const percent = (share: number) => `${share * 100}%`;

function Poll({ mark }: { mark: PollMark }) {
  const { exchangeId, result, number, at, share } = mark;
  const words = `Poll ${number} at ${formatTime(new Date(at).toISOString())}, ${results[result]}`;
  // The timeline below holds the same polls for the keyboard; two hundred more stops here would only be in the way.
  return exchangeId ? (
    <button
      type="button"
      tabIndex={-1}
      className={style.poll}
      data-result={result}
      style={{ left: percent(share) }}
      title={`${words}, #${exchangeId}`}
      aria-label={`${words}, exchange ${exchangeId}`}
      onClick={() => goTo('exchanges', exchangeId)}
    />
  ) : (
    <i className={style.poll} data-result={result} style={{ left: percent(share) }} title={words} />
  );
}

function Notice({ mark }: { mark: NoticeMark }) {
  const { share, isLost, at, notice } = mark;
  const time = formatTime(new Date(at).toISOString());
  const words = isLost
    ? `Event ${notice.number} never arrived, noticed at ${time}`
    : `Notified at ${time}${notice.number === undefined ? '' : `, event ${notice.number}`}`;
  return (
    <svg
      className={style.notice}
      data-lost={isLost || undefined}
      style={{ left: percent(share) }}
      viewBox="0 0 12 10"
      role="img"
      aria-label={words}
    >
      <title>{words}</title>
      <path d="M6 1 11 9H1Z" />
    </svg>
  );
}

const Key = ({ isLost, words }: { isLost: boolean; words: string }) => (
  <span>
    <svg className={style.noticeKey} data-lost={isLost || undefined} viewBox="0 0 12 10" aria-hidden="true">
      <path d="M6 1 11 9H1Z" />
    </svg>
    {words}
  </span>
);

/** The polls of a Task on a ruler that begins with its creation: done, planned, and where it ended; below the axis what subscriptions told. */
export function RulerFigure({ task, notices = [] }: { task: TaskDetail; notices?: readonly TaskNotice[] }) {
  const now = useNow(isFinal(task.status) ? 0 : 1_000);
  const { ticks, polls, planned, spent, end, notices: told } = rulerOf(task, now, notices);
  // The partner's clock may be behind ours.
  const took = end && formatDuration(Math.max(0, end.at - Date.parse(task.createdAt)));
  return (
    <figure className={style.figure} data-approach="task">
      <figcaption>
        <span>
          <i className={style.key} /> poll <RuleChip rule="CONF-062" />
        </span>
        {told.length === 0 && (
          <span>
            <i className={style.key} data-open /> planned
          </span>
        )}
        {told.length > 0 && <Key isLost={false} words="notification" />}
        {told.some(({ isLost }) => isLost) && <Key isLost words="never arrived" />}
      </figcaption>
      <div
        className={style.ruler}
        {...{ role: 'group', 'aria-label': `Polls since the Task was created: ${polls.length}` }}
      >
        <i className={style.axis} />
        <i className={style.spent} style={{ width: percent(spent) }} />
        {ticks.map(({ share, label }) => (
          <span
            key={share}
            className={style.tick}
            style={{ left: percent(share) }}
            data-edge={share === 0 ? 'start' : share > 0.97 ? 'end' : undefined}
          >
            {label}
          </span>
        ))}
        {planned.map(({ share, at }) => (
          <i key={at} className={style.planned} style={{ left: percent(share) }} />
        ))}
        {polls.map((mark) => (
          <Poll key={mark.number} mark={mark} />
        ))}
        {told.map((mark) => (
          <Notice key={`${mark.at} ${mark.notice.type} ${mark.notice.number}`} mark={mark} />
        ))}
        {end && (
          <span
            className={style.end}
            data-st={task.status === 'completed' ? 'ok' : 'fail'}
            data-side={end.share > 0.85 ? 'left' : undefined}
            style={{ left: percent(end.share) }}
          >
            <b>{took}</b>
          </span>
        )}
      </div>
    </figure>
  );
}
