import { identifierValue } from '../../../shared/fhir/identifier.ts';
import { Icon } from '../../ui/icon.tsx';
import { elideMiddle, formatTime } from '../../ui/format.ts';
import type { Column } from '../../ui/virtual-grid.tsx';
import style from './push-list.module.css';
import { aboutPush, glyphs, type PushRow } from './push-rows.ts';

const ofPush =
  (show: (push: Extract<PushRow, { kind: 'push' }>['push']) => React.ReactNode) =>
  (row: PushRow): React.ReactNode =>
    row.kind === 'push' ? show(row.push) : null;

/** The double rows of the inbox. */
export const pushColumns: readonly Column<PushRow>[] = [
  {
    id: 'kind',
    title: '',
    label: 'Kind',
    width: '32px',
    cell: ofPush(({ kind }) => (
      <span className={style.glyph}>
        <Icon name={glyphs[kind]} label={kind} />
      </span>
    )),
  },
  {
    id: 'what',
    title: 'What',
    width: 'minmax(0, 1fr)',
    cell: ofPush((push) => (
      <>
        <b title={push.title}>{push.title}</b>
        <small title={aboutPush(push)}>
          {push.trackingId && (
            <code title={push.trackingId}>{elideMiddle(identifierValue(push.trackingId), 8, 4)}</code>
          )}{' '}
          {aboutPush(push)}
        </small>
      </>
    )),
  },
  {
    id: 'when',
    title: 'When',
    width: '72px',
    align: 'end',
    cell: ofPush(({ at, answered }) => (
      <span className={style.when}>
        <time dateTime={at}>{formatTime(at)}</time>
        <small data-st={answered === null || answered >= 400 ? 'fail' : undefined}>{answered ?? 'unanswered'}</small>
      </span>
    )),
  },
];
