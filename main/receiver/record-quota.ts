import type { Clock } from '../ports.ts';

/** Whether one more record may be left: who throws at the receiver what it refuses does not fill the disk with that. */
export type RecordQuota = () => boolean;

/** So many records a minute; the first one over it is told in the log as `what`. */
export function createRecordQuota(
  clock: Pick<Clock, 'now'>,
  most: number,
  what: string,
  log: (line: string) => void,
): RecordQuota {
  let minute = 0;
  let count = 0;
  return () => {
    const now = Math.floor(clock.now() / 60_000);
    if (now !== minute) [minute, count] = [now, 0];
    count += 1;
    if (count === most + 1) log(`More ${what} come than are recorded.`);
    return count <= most;
  };
}
