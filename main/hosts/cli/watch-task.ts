import type { TaskDetail, TaskVersion } from '../../../shared/domain/task.ts';
import { isFinal } from '../../../shared/domain/task.ts';

/** A version of a Task as the line scripts read. */
export interface WatchLine {
  /** The server's id. */
  id: string;
  status: string;
  versionId: string;
  at: string;
  businessStatus?: string;
  statusReason?: string;
  offFigure?: boolean;
  /** True where the version leads out of a final status (CONF-060). */
  reopened?: boolean;
  /** ISO instant; on the newest version of a Task that is not final. */
  nextPollAt?: string;
}

/** What watching needs from outside; all of it replaced in tests. */
export interface Watch {
  /** Reads the Task again; undefined when it could not be reached this time. */
  read(): Promise<TaskDetail | undefined>;
  /** Learns of versions that passed unseen; undefined when the server does not tell. */
  fill(): Promise<TaskDetail | undefined>;
  /** Milliseconds since the epoch of the next read, after one that ended at `now`; undefined when none is planned. */
  next(record: TaskDetail, now: number): number | undefined;
  print(line: WatchLine): Promise<void>;
  /** Waits until then, or until the process is asked to end. */
  waitUntil(time: number): Promise<void>;
  now(): number;
  ended: AbortSignal;
}

const keyOf = ({ versionId, status, at }: TaskVersion) => `${versionId} ${status} ${at}`;

/** Whether versions are missing between the last one that was told and what is new; only numbers that count up can show that. */
function isGap(told: string | undefined, [first]: readonly TaskVersion[]): boolean {
  const [before, after] = [told, first?.versionId].map((id) => (/^\d{1,9}$/.test(id ?? '') ? Number(id) : Number.NaN));
  return before !== undefined && after !== undefined && after > before + 1;
}

/**
 * Prints every version of a Task once, those known first, and reads it at the planned times until its status is final, nothing more
 * is planned, or the process is asked to end. Answers the Task as last read.
 */
export async function watchTask(first: TaskDetail, watch: Watch): Promise<TaskDetail> {
  const told = new Set<string>();
  let record = first;
  let last: string | undefined;
  const untold = () => record.versions.filter((version) => !told.has(keyOf(version)));
  for (;;) {
    if (isGap(last, untold())) record = (await watch.fill()) ?? record;
    const next = isFinal(record.status) ? undefined : watch.next(record, watch.now());
    const fresh = untold();
    last = fresh.at(-1)?.versionId ?? last;
    for (const version of fresh) {
      told.add(keyOf(version));
      const newest = version === fresh.at(-1) && next !== undefined;
      const { status, versionId, at, businessStatus, statusReason, offFigure, reopened } = version;
      const nextPollAt = newest ? new Date(next).toISOString() : undefined;
      await watch.print({
        id: record.taskId,
        status,
        versionId,
        at,
        businessStatus,
        statusReason,
        offFigure,
        reopened,
        nextPollAt,
      });
    }
    if (next === undefined || watch.ended.aborted) return record;
    await watch.waitUntil(next);
    if (watch.ended.aborted) return record;
    record = (await watch.read()) ?? record;
  }
}
