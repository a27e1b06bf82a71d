import { isFinal } from '../../shared/domain/task.ts';
import { useNow } from '../stores/now.ts';
import { useRecord, useRecords } from '../stores/records.ts';
import { Light } from '../ui/figures.tsx';
import { formatCountdown } from '../ui/format.ts';
import style from './rail.module.css';

/** Where the receiver listens and when the next poll is due: read from the records, so always true. */
export function RailFoot() {
  const receiver = useRecord('role', 'receiver');
  const url = receiver?.running ? receiver.receiver?.submitAttachmentUrl : undefined;
  return (
    <dl className={style.foot}>
      <div title={url}>
        <dt>Receiver</dt>
        <dd>
          <Light on={url !== undefined} />
          {url ? `:${new URL(url).port}` : 'off'}
        </dd>
      </div>
      <div>
        <dt>Next poll</dt>
        <dd>
          <NextPoll />
        </dd>
      </div>
    </dl>
  );
}

/** When the next poll is due, of all Tasks. */
function soonestPoll(): string | undefined {
  let soonest: string | undefined;
  for (const { nextPollAt, status } of useRecords.getState().task.byId.values()) {
    if (nextPollAt && !isFinal(status) && (soonest === undefined || nextPollAt < soonest)) soonest = nextPollAt;
  }
  return soonest;
}

function NextPoll() {
  const scheduler = useRecord('role', 'scheduler');
  // Looked up once a second rather than at each change: with ten thousand Tasks a poll comes in at any moment.
  const now = useNow(1000);
  const next = soonestPoll();
  if (next === undefined) return 'none';
  if (scheduler && !scheduler.running) return 'paused';
  return formatCountdown(Date.parse(next) - now);
}
