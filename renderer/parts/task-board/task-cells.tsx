import { identifierValue } from '../../../shared/fhir/identifier.ts';
import { isFinal, type TaskRecord } from '../../../shared/domain/task.ts';
import { useNow } from '../../stores/now.ts';
import { Elided } from '../../ui/elided.tsx';
import { formatDay } from '../../ui/format.ts';
import { StatusFigure } from '../../ui/figures.tsx';
import type { Column } from '../../ui/grid-column.ts';
import { Countdown } from '../task-view/countdown.tsx';
import { paceWords, waitBegan } from '../task-view/pace.ts';
import { dueWords, endWords } from '../task-view/words.ts';
import style from './task-cells.module.css';

/** When a Task is due, over how that stands; quietly "none" where nothing was said. */
function Due({ task }: { task: TaskRecord }) {
  const { due, status, updatedAt, lastVersion } = task;
  const now = useNow(due && !isFinal(status) ? 60_000 : 0);
  if (!due) return <em>none</em>;
  const ended = isFinal(status);
  const { words, st } = dueWords(due, ended ? Date.parse(lastVersion?.at ?? updatedAt) : now, ended);
  return (
    <span data-st={st} className={st && style.urgent}>
      {formatDay(due)}
      <small>{words || '\u00a0'}</small>
    </span>
  );
}

/** What wakes a Task next, over why: a countdown to the next poll, or that nothing does. */
function NextPoll({ task }: { task: TaskRecord }) {
  const { status, goneAt, nextPollAt, subscriptionId } = task;
  if (goneAt) {
    return (
      <>
        gone
        <small>{formatDay(goneAt)}</small>
      </>
    );
  }
  if (isFinal(status)) {
    return (
      <>
        ended
        <small>{endWords(task)}</small>
      </>
    );
  }
  return (
    <>
      {nextPollAt ? (
        <Countdown until={Date.parse(nextPollAt)} since={waitBegan(task)} />
      ) : (
        <span>{subscriptionId ? 'notified' : 'no poll'}</span>
      )}
      <small>{paceWords(task)}</small>
    </>
  );
}

/** The status as its figure. */
export const statusColumn: Column<TaskRecord> = {
  id: 'status',
  title: '',
  label: 'Status',
  width: '36px',
  cell: ({ status }) => <StatusFigure status={status} />,
};

/** A kind of request, its last word always whole: "attachment-requ…-questionnaire". */
export const CodeWord = ({ code }: { code: string }) => (
  <Elided text={code} tail={code.length - Math.max(0, code.lastIndexOf('-'))} />
);

/** Kind of request over what was asked. */
export const requestColumn: Column<TaskRecord> = {
  id: 'request',
  title: 'Request',
  width: 'minmax(0, 1fr)',
  cell: ({ code, asked }) => (
    <>
      <b className="mono">{code ? <CodeWord code={code} /> : 'Task'}</b>
      <small className="mono">{asked ? <Elided text={asked} tail={10} /> : 'nothing said'}</small>
    </>
  ),
};

/** Member over claim. */
export const memberColumn: Column<TaskRecord> = {
  id: 'member',
  title: 'Member',
  width: 'minmax(76px, 110px)',
  cell: ({ member, claim }) => (
    <>
      <span className="mono" title={member}>
        {member ? <Elided text={identifierValue(member).replace(/^Patient\//, '')} quiet /> : 'not named'}
      </span>
      <small className="mono" title={claim}>
        {claim ? identifierValue(claim) : 'no claim'}
      </small>
    </>
  ),
};

/** Partner over the identifier of whom was asked. */
const partnerColumn: Column<TaskRecord> = {
  id: 'partner',
  title: 'Partner',
  width: 'minmax(80px, 108px)',
  cell: ({ partner, owner }) => (
    <span className={style.partner}>
      <span title={partner}>{partner}</span>
      <small className="mono" title={owner}>
        {owner ? identifierValue(owner) : 'no owner'}
      </small>
    </span>
  ),
};

/** Due date. */
export const dueColumn: Column<TaskRecord> = {
  id: 'due',
  title: 'Due',
  width: '78px',
  align: 'end',
  cell: (task) => <Due task={task} />,
};

/** What wakes it next. */
const pollColumn: Column<TaskRecord> = {
  id: 'poll',
  title: 'Next poll',
  width: '80px',
  align: 'end',
  cell: (task) => <NextPoll task={task} />,
};

/** The double rows of the list of Tasks we sent. */
export const sentColumns: readonly Column<TaskRecord>[] = [
  statusColumn,
  requestColumn,
  memberColumn,
  partnerColumn,
  dueColumn,
  pollColumn,
];
