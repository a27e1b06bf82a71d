import { nextPollAt } from '../../../shared/cdex/polling-schedule.ts';
import type { PollingProfile, TaskRecord } from '../../../shared/domain/task.ts';

const minuteMs = 60_000;

/**
 * When a Task that was read just now is read next, in milliseconds since the epoch. A first read within a minute of the create is one a
 * person asked for, and does not push the guide's first read (CONF-062) back.
 */
export function nextRead(
  { createdAt }: Pick<TaskRecord, 'createdAt'>,
  profile: PollingProfile,
  everyMs: number | undefined,
  now: number,
): number | undefined {
  const created = Date.parse(createdAt);
  const byHand = profile === 'cdex' && everyMs === undefined && now - created < minuteMs;
  return nextPollAt({ profile, everyMs, createdAt: created, lastPollAt: byHand ? undefined : now, now });
}
