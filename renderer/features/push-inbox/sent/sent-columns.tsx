import type { SubmissionRecord } from '../../../../shared/domain/submission.ts';
import { elideId, formatWhen } from '../../../ui/format.ts';
import { Icon } from '../../../ui/icon.tsx';
import type { Column } from '../../../ui/grid-column.ts';
import style from './sent.module.css';
import { aboutSubmission, lamps, short } from './sent-words.ts';

/** The double rows of what was sent. */
export const sentColumns: readonly Column<SubmissionRecord>[] = [
  {
    id: 'state',
    title: '',
    label: 'State',
    width: '32px',
    cell: ({ state }) => (
      <span className={style.lamp} data-st={lamps[state].st}>
        <Icon name={lamps[state].icon} label={lamps[state].label} />
      </span>
    ),
  },
  {
    id: 'what',
    title: 'What and to whom',
    width: 'minmax(0, 1fr)',
    cell: (record) => (
      <>
        <b title={record.title}>{record.title}</b>
        <small title={aboutSubmission(record)}>{aboutSubmission(record)}</small>
      </>
    ),
  },
  {
    id: 'who',
    title: 'Member and tracking id',
    width: 'minmax(0, 116px)',
    cell: ({ request: { memberId, trackingId } }) => (
      <>
        <code title={memberId}>{short(memberId) || 'nobody yet'}</code>
        <small>
          <code title={trackingId}>{elideId(short(trackingId))}</code>
        </small>
      </>
    ),
  },
  {
    id: 'when',
    title: 'When and how often',
    width: '88px',
    align: 'end',
    cell: ({ state, updatedAt, attempts }) => (
      <span className={style.when}>
        <time dateTime={updatedAt}>{formatWhen(updatedAt)}</time>
        <small data-st={lamps[state].st}>
          {lamps[state].label}
          {attempts.length > 1 && ` ×${attempts.length}`}
        </small>
      </span>
    ),
  },
];
