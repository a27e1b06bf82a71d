import type { TaskPoll, TaskVersion } from '../../../shared/domain/task.ts';
import { useRecord } from '../../stores/records.ts';
import { goTo } from '../../stores/view.ts';
import { StatusFigure } from '../../ui/figures.tsx';
import { elideMiddle, formatNumberOf, formatSize, formatTime } from '../../ui/format.ts';
import { RuleChip } from '../../ui/rule-chip.tsx';
import { placeOfSubscription } from './places.ts';
import type { TaskNotice } from '../../../shared/cdex/task-notices.ts';
import style from './task-timeline.module.css';
import type { TimelineEntry, VersionEntry } from './timeline.ts';

/** The status code an exchange was answered with, where its record is at hand. */
function Answer({ exchangeId }: { exchangeId: string | undefined }) {
  const status = useRecord('exchange', exchangeId)?.status;
  return status ? <code>{status}</code> : null;
}

/** What was odd about an answer that was of use all the same, and what to do about it. */
function Odd({ poll }: { poll: TaskPoll | undefined }) {
  return poll?.problem ? <small>{[poll.problem, poll.next].filter(Boolean).join(' ')}</small> : null;
}

function State({ version }: { version: TaskVersion }) {
  return (
    <span className={style.state}>
      <StatusFigure status={version.status} size={14} silent />
      <b>{version.status}</b>
    </span>
  );
}

/** How a poll came about, where it was not by plan and alone: "by hand, with 11 others in one request". */
function pollWords({ by, together }: TaskPoll): string {
  const why = { hand: 'by hand', notification: 'told by a notification', change: 'after our own change' };
  const words = [
    by && why[by],
    together && together > 1 && `with ${formatNumberOf(together - 1, 'other')} in one request`,
  ];
  return words.filter(Boolean).join(', ');
}

function Said({ version, poll, isOff }: { version: TaskVersion; poll?: TaskPoll; isOff?: boolean }) {
  const said = [version.statusReason, version.businessStatus].filter(Boolean);
  const how = poll ? pollWords(poll) : '';
  return (
    <small>
      v{version.versionId}
      {said.map((one) => (
        <span key={one}>, “{one}”</span>
      ))}
      {how && `, ${how}`}
      {version.byHistory && ', passed between two reads, learned from the server’s history'}
      {version.reopened ? (
        <>
          , reopened after its end <RuleChip rule="CONF-060" />
        </>
      ) : (
        isOff && ', a step the figure does not have'
      )}
    </small>
  );
}

function Version({ entry, isOff }: { entry: VersionEntry & { exchangeId?: string }; isOff: boolean }) {
  const { version, poll } = entry;
  return (
    <>
      <p>
        {version.byHistory ? 'Was' : poll ? 'Polled' : 'Read'}
        {!version.byHistory && (
          <>
            , <Answer exchangeId={entry.exchangeId} />
          </>
        )}
        : <State version={version} />
      </p>
      <Said version={version} poll={poll} isOff={isOff} />
      <Odd poll={poll} />
    </>
  );
}

function Quiet({ polls, exchangeId }: { polls: readonly TaskPoll[]; exchangeId?: string }) {
  const [first] = polls;
  const last = polls.at(-1);
  if (polls.length === 1 && first) {
    const how = pollWords(first);
    return (
      <>
        <p>
          Polled, <Answer exchangeId={exchangeId} /> not modified
        </p>
        {how && <small>{how}</small>}
        <Odd poll={first} />
      </>
    );
  }
  if (!first || !last) return null;
  const batched = polls.filter(({ together }) => together && together > 1).length;
  return (
    <>
      <p>Polled {polls.length} times, not modified</p>
      <small>
        {formatTime(first.at)} to {formatTime(last.at)}, last #{last.exchangeId}
        {batched > 0 && `; ${batched === polls.length ? 'all' : batched} together with others`}
      </small>
    </>
  );
}

function Notice({ notice }: { notice: TaskNotice }) {
  const { type, number, to, subscriptionId } = notice;
  const name = useRecord('subscription', subscriptionId)?.subscriptionId ?? subscriptionId;
  const lead = (
    <button type="button" className={style.link} onClick={() => goTo('tasks', placeOfSubscription(subscriptionId))}>
      Subscription/{elideMiddle(name)}
    </button>
  );
  if (type === 'gap') {
    const several = to !== undefined && to !== number;
    return (
      <>
        <p>{several ? `Events ${number} to ${to} never arrived` : `Event ${number} never arrived`}</p>
        <small>
          {several ? 'some' : 'it'} may have been about this Task, {lead}
        </small>
      </>
    );
  }
  return (
    <>
      <p>
        Notified{number !== undefined && `, event ${number}`}
        {type === 'duplicate' && ' once more'}
      </p>
      <small>by {lead}</small>
    </>
  );
}

function Fetched({ entry }: { entry: TimelineEntry & { kind: 'fetched' } }) {
  const exchange = useRecord('exchange', entry.exchangeId);
  return (
    <>
      <p>
        {entry.contained
          ? 'Output taken from the Task itself'
          : `Output fetched${exchange ? `, ${formatSize(exchange.decodedBytes)} decoded` : ''}`}
      </p>
      <small>
        <code>{entry.reference}</code>
      </small>
    </>
  );
}

interface Props {
  entry: TimelineEntry;
  /** Whether a step to this version is one the figure does not have. */
  isOff: (version: TaskVersion) => boolean;
}

/** What happened, in words: one line, and a quieter one for how. */
export function TimelineWords({ entry, isOff }: Props) {
  switch (entry.kind) {
    case 'created':
      return (
        <>
          <p>
            {entry.isReceived ? 'First read' : 'Created'} {entry.version && <State version={entry.version} />}{' '}
            <Answer exchangeId={entry.exchangeId} />
          </p>
          {entry.version?.businessStatus && <Said version={entry.version} />}
        </>
      );
    case 'version':
      return <Version entry={entry} isOff={isOff(entry.version)} />;
    case 'quiet':
      return <Quiet polls={entry.polls} exchangeId={entry.exchangeId} />;
    case 'failed': {
      const how = pollWords(entry.poll);
      return (
        <>
          <p>Poll failed</p>
          <small>
            {[entry.problem, entry.poll.next].filter(Boolean).join(' ')}
            {how && ` (${how})`}
            {entry.poll.retryAt &&
              ` Not asked again before ${formatTime(entry.poll.retryAt)}, as the partner wants it.`}
          </small>
        </>
      );
    }
    case 'notice':
      return <Notice notice={entry.notice} />;
    case 'gone':
      return (
        <>
          <p>Gone from the server</p>
          <small>A source keeps a Task as long as it likes; nothing is asked any more.</small>
        </>
      );
    case 'fetched':
      return <Fetched entry={entry} />;
    case 'not-fetched':
      return (
        <>
          <p>
            Output not fetched: <code>{entry.reference}</code>
          </p>
          <small>{entry.problem}</small>
        </>
      );
  }
}
