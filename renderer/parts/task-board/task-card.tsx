import { memo } from 'react';
import { isFinal, type TaskRecord } from '../../../shared/domain/task.ts';
import { identifierValue } from '../../../shared/fhir/identifier.ts';
import { useNow } from '../../stores/now.ts';
import { Elided } from '../../ui/elided.tsx';
import { formatDay } from '../../ui/format.ts';
import { Countdown } from '../task-view/countdown.tsx';
import { waitBegan } from '../task-view/pace.ts';
import { dueWords, endWords } from '../task-view/words.ts';
import { CodeWord } from './task-cells.tsx';
import style from './status-columns.module.css';

/** The other side: the partner asked, or who asks us. */
function Other({ task: { side, partner, requester } }: { task: TaskRecord }) {
  if (side === 'sent') return <em title={partner}>{partner}</em>;
  return <em title={requester}>{requester ? identifierValue(requester) : 'nobody named'}</em>;
}

function Stand({ task }: { task: TaskRecord }) {
  if (task.goneAt) return <span>gone</span>;
  if (isFinal(task.status)) return <span>{endWords(task)}</span>;
  if (task.side === 'received') return <span>v{task.lastVersion?.versionId ?? '?'}</span>;
  if (task.nextPollAt) return <Countdown until={Date.parse(task.nextPollAt)} since={waitBegan(task)} />;
  return <span>{task.subscriptionId ? 'notified' : 'no poll'}</span>;
}

/** A Task as a card: kind, what was asked, for whom and of whom, when it is due and what comes next. */
export const TaskCard = memo(function TaskCard({ task }: { task: TaskRecord }) {
  const { code, asked, member, due, status, updatedAt, lastVersion } = task;
  const ended = isFinal(status);
  const now = useNow(due && !ended ? 60_000 : 0);
  const stand = due ? dueWords(due, ended ? Date.parse(lastVersion?.at ?? updatedAt) : now, ended) : undefined;
  return (
    <div className={style.card} data-approach="task">
      <b className="mono">{code ? <CodeWord code={code} /> : 'Task'}</b>
      <span className="mono">{asked ? <Elided text={asked} tail={10} /> : 'nothing said'}</span>
      <span>
        <code>{member ? identifierValue(member) : 'not named'}</code> <Other task={task} />
      </span>
      <span className={style.foot}>
        <span data-st={stand?.st} title={due && `due ${formatDay(due)}`}>
          {stand?.st ? stand.words : due ? `due ${formatDay(due)}` : 'no due date'}
        </span>
        <Stand task={task} />
      </span>
    </div>
  );
});
