import { isFinal, type TaskRecord } from '../../../../shared/domain/task.ts';
import { identifierValue } from '../../../../shared/fhir/identifier.ts';
import { dueColumn, memberColumn, requestColumn, statusColumn } from '../../../parts/task-board/task-cells.tsx';
import { formatDay, formatTime } from '../../../ui/format.ts';
import type { Column } from '../../../ui/grid-column.ts';

const codes = (list: readonly string[] | undefined): string | undefined =>
  list && list.length > 0 ? list.map(identifierValue).join(', ') : undefined;

/** Who asks, over the work queue and the purpose it names. */
const fromColumn: Column<TaskRecord> = {
  id: 'from',
  title: 'From',
  width: 'minmax(80px, 116px)',
  cell: ({ requester, workQueues, purposes }) => {
    const tags = [codes(workQueues), codes(purposes)].filter(Boolean).join(', ');
    return (
      <>
        <span className="mono" title={requester}>
          {requester ? identifierValue(requester) : 'not named'}
        </span>
        <small title={tags || undefined}>{tags || 'no tag'}</small>
      </>
    );
  },
};

const today = (iso: string): boolean => new Date(iso).toDateString() === new Date().toDateString();

/** When we first saw it, over what was done about it: the business status, the rule that did it, or its version. */
const seenColumn: Column<TaskRecord> = {
  id: 'seen',
  title: 'Seen',
  width: '68px',
  align: 'end',
  cell: ({ createdAt, goneAt, status, ruled, businessStatus, lastVersion }) => {
    const said = goneAt ? 'gone' : (ruled?.rule ?? businessStatus ?? `v${lastVersion?.versionId ?? '?'}`);
    return (
      <>
        <span className={today(createdAt) ? 'mono' : undefined}>
          {today(createdAt) ? formatTime(createdAt).slice(0, 5) : formatDay(createdAt)}
        </span>
        <small title={said}>{isFinal(status) && !ruled ? 'ended' : said}</small>
      </>
    );
  },
};

/** The double rows of a work queue. */
export const queueColumns: readonly Column<TaskRecord>[] = [
  statusColumn,
  requestColumn,
  memberColumn,
  fromColumn,
  { ...dueColumn, width: '92px' },
  seenColumn,
];
