import { identifierValue } from '../../../shared/fhir/identifier.ts';
import { isFinal, type TaskRecord } from '../../../shared/domain/task.ts';
import { Elided } from '../../ui/elided.tsx';
import { formatDay } from '../../ui/format.ts';
import { StatusFigure } from '../../ui/figures.tsx';
import type { Column } from '../../ui/virtual-grid.tsx';
import { Countdown } from '../../parts/task-view/countdown.tsx';
import { paceWords, waitBegan } from '../../parts/task-view/pace.ts';
import type { TaskRow } from './task-groups.ts';
import style from './task-list.module.css';
import { dueWords, endWords } from '../../parts/task-view/words.ts';

function Due({ task }: { task: TaskRecord }) {
  const { due, status, updatedAt, lastVersion } = task;
  if (!due) return <em>none</em>;
  const ended = isFinal(status);
  const { words, st } = dueWords(due, ended ? Date.parse(lastVersion?.at ?? updatedAt) : Date.now(), ended);
  return (
    <span data-st={st} className={st && style.urgent}>
      {formatDay(due)}
      <small>{words || '\u00a0'}</small>
    </span>
  );
}

function NextPoll({ task }: { task: TaskRecord }) {
  if (isFinal(task.status)) {
    return (
      <>
        ended
        <small>{endWords(task)}</small>
      </>
    );
  }
  return (
    <>
      {task.nextPollAt ? (
        <Countdown until={Date.parse(task.nextPollAt)} since={waitBegan(task)} />
      ) : (
        <span className={style.countdown}>no poll</span>
      )}
      <small>{paceWords(task)}</small>
    </>
  );
}

const ofTask =
  (show: (task: TaskRecord) => React.ReactNode) =>
  (row: TaskRow): React.ReactNode =>
    row.kind === 'task' ? show(row.task) : null;

/** The double rows of the list of Tasks. */
export const taskColumns: readonly Column<TaskRow>[] = [
  {
    id: 'status',
    title: '',
    label: 'Status',
    width: '36px',
    cell: ofTask(({ status }) => <StatusFigure status={status} />),
  },
  {
    id: 'request',
    title: 'Request',
    width: 'minmax(0, 1fr)',
    cell: ofTask(({ code, asked }) => (
      <>
        <b className="mono">{code || 'Task'}</b>
        <small className="mono">{asked ? <Elided text={asked} tail={10} /> : 'nothing said'}</small>
      </>
    )),
  },
  {
    id: 'member',
    title: 'Member',
    width: 'minmax(80px, 108px)',
    cell: ofTask(({ member, claim }) => (
      <>
        <span className="mono" title={member}>
          {member ? identifierValue(member) : 'not named'}
        </span>
        <small className="mono" title={claim}>
          {claim ? identifierValue(claim) : 'no claim'}
        </small>
      </>
    )),
  },
  {
    id: 'partner',
    title: 'Partner',
    width: 'minmax(80px, 128px)',
    cell: ofTask(({ partner, owner }) => (
      <>
        <span title={partner}>{partner}</span>
        <small className="mono" title={owner}>
          {owner ? identifierValue(owner) : 'no owner'}
        </small>
      </>
    )),
  },
  { id: 'due', title: 'Due', width: '76px', align: 'end', cell: ofTask((task) => <Due task={task} />) },
  { id: 'poll', title: 'Next poll', width: '84px', align: 'end', cell: ofTask((task) => <NextPoll task={task} />) },
];
