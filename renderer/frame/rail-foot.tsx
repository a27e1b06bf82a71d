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

function NextPoll() {
  const scheduler = useRecord('role', 'scheduler');
  const next = useRecords(({ task }) => {
    let soonest: string | undefined;
    for (const { nextPollAt, status } of task.byId.values()) {
      if (nextPollAt && !isFinal(status) && (soonest === undefined || nextPollAt < soonest)) soonest = nextPollAt;
    }
    return soonest;
  });
  const now = useNow(next === undefined ? 0 : 1000);
  if (next === undefined) return 'none';
  if (scheduler && !scheduler.running) return 'paused';
  return formatCountdown(Date.parse(next) - now);
}
