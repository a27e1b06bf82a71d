import { identifierValue } from '../../../../shared/fhir/identifier.ts';
import type { Push } from '../../../../shared/domain/push.ts';
import { useNow } from '../../../stores/now.ts';
import { elideId, elideUuids, formatCountdown, formatTime } from '../../../ui/format.ts';
import { Icon } from '../../../ui/icon.tsx';
import type { IconName } from '../../../ui/icons.tsx';
import type { Column } from '../../../ui/grid-column.ts';
import { aboutPush, answeredWords, glyphs, type Standing, standingOf } from '../push-words.ts';
import style from './push-list.module.css';

const lamps: Record<Standing, { icon: IconName; st: string; label: string } | undefined> = {
  waiting: { icon: 'clock', st: 'live', label: 'waiting for your answer' },
  refused: { icon: 'fail', st: 'fail', label: 'refused' },
  unanswered: { icon: 'warn', st: 'warn', label: 'no answer was given' },
  held: { icon: 'on-hold', st: 'warn', label: 'held' },
  matched: { icon: 'ok', st: 'ok', label: 'matched to a Task' },
  plain: undefined,
};

/** Seconds a sender still waits. */
function Left({ until }: { until: string }) {
  const left = Date.parse(until) - useNow(1_000);
  return left > 0 ? <b>{formatCountdown(left)}</b> : <>no answer</>;
}

function Ending({ push }: { push: Push }) {
  const standing = standingOf(push);
  const lamp = lamps[standing];
  const waits = standing === 'waiting' && !push.wish ? push.waitsUntil : undefined;
  return (
    <small className={style.ending} data-st={lamp?.st}>
      {waits ? <Left until={waits} /> : answeredWords(push)}
      {lamp && <Icon name={lamp.icon} size={12} label={lamp.label} />}
    </small>
  );
}

/** The double rows of the inbox. */
export const pushColumns: readonly Column<Push>[] = [
  {
    id: 'kind',
    title: '',
    label: 'Kind',
    width: '32px',
    cell: ({ kind }) => (
      <span className={style.glyph}>
        <Icon name={glyphs[kind]} label={kind} />
      </span>
    ),
  },
  {
    id: 'what',
    title: 'What',
    width: 'minmax(0, 1fr)',
    cell: (push) => (
      <>
        <span className={style.title}>
          <b title={push.title}>{elideUuids(push.title)}</b>
          {push.repeats ? <span title="The same was sent again">×{push.repeats + 1}</span> : null}
          {push.duplicateOf && <span title="Brings what had come already">again</span>}
          {push.final === false && <span title="The sender announced more under this tracking id">not Final</span>}
        </span>
        <small title={[push.trackingId, aboutPush(push)].filter(Boolean).join(', ')}>
          {push.trackingId && <code>{elideId(identifierValue(push.trackingId))}</code>} {aboutPush(push)}
        </small>
      </>
    ),
  },
  {
    id: 'when',
    title: 'When and how answered',
    width: '92px',
    align: 'end',
    cell: (push) => (
      <span className={style.when}>
        <time dateTime={push.at}>{formatTime(push.at)}</time>
        <Ending push={push} />
      </span>
    ),
  },
];
