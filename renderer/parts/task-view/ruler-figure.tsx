import { isFinal, type TaskDetail } from '../../../shared/domain/task.ts';
import { useNow } from '../../stores/now.ts';
import { goTo } from '../../stores/view.ts';
import { RuleChip } from '../../ui/badge.tsx';
import { formatDuration, formatTime } from '../../ui/format.ts';
import { type PollMark, rulerOf } from './poll-ruler.ts';
import style from './ruler-figure.module.css';

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

/** The polls of a Task on a ruler that begins with its creation: done, planned, and where it ended. */
export function RulerFigure({ task }: { task: TaskDetail }) {
  const now = useNow(isFinal(task.status) ? 0 : 1_000);
  const { ticks, polls, planned, spent, end } = rulerOf(task, now);
  // The partner's clock may be behind ours.
  const took = end && formatDuration(Math.max(0, end.at - Date.parse(task.createdAt)));
  return (
    <figure className={style.figure} data-approach="task">
      <figcaption>
        <span>
          <i className={style.key} /> poll <RuleChip rule="CONF-062" />
        </span>
        <span>
          <i className={style.key} data-open /> planned
        </span>
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
