import { isFinal, type TaskPoll, type TaskRecord } from '../../shared/domain/task.ts';
import { missedBetween } from '../../shared/cdex/merge-versions.ts';
import { retryTime } from '../../shared/cdex/polling-schedule.ts';
import type { TaskReading } from '../../shared/cdex/read-task.ts';
import type { Failure } from '../../shared/contract/errors.ts';
import type { Kit } from './kit.ts';
import type { PartnerPace } from './partner-pace.ts';
import { matchHeld } from './inbox/match-held.ts';
import { type Found, foundAgain, gone, type Learned, planned, withPoll, withVersion } from './record-task.ts';

/** What asking for one Task brought. */
export type Reading =
  | { kind: 'task'; task: TaskReading; found: Found }
  | { kind: 'unchanged'; exchangeId: string }
  | { kind: 'failed'; failure: Failure };

/** A reading of the Task with our id. */
export interface ReadTask {
  id: string;
  reading: Reading;
}

/** What became of it: the record as it is now, and whether versions passed between this one and the one before. */
export interface NotedTask {
  record: TaskRecord;
  missed: boolean;
}

/** Writes what reads brought into the records. */
export interface ReadingNotes {
  /** Notes them as polls, in one transaction; a Task that was taken off the board meanwhile is left out. */
  note(readings: readonly ReadTask[], poll: Omit<TaskPoll, 'at' | 'result'>): NotedTask[];
  /** The record with the time of its next poll: not while its server wants to be left alone, nor in a crowd. */
  plan(record: TaskRecord): TaskRecord;
}

/** So many Tasks of a server may come due in one second; the rest of a crowd is spread. */
const crowd = 200;
/** Over so many seconds, by their ids. */
const spread = 60;
const second = 1_000;

/** The notes of one console. */
export function createReadingNotes({ store, ports }: Kit, pace: PartnerPace): ReadingNotes {
  /** `counted` spares counting the crowd for each of many that are planned in one transaction. */
  function plan(record: TaskRecord, counted: Map<string, number> = new Map()): TaskRecord {
    const now = ports.clock.now();
    const soon = planned(record, now);
    if (!soon.nextPollAt) return soon;
    const due = Date.parse(soon.nextPollAt);
    const place = `${due} ${record.baseUrl}`;
    const there = counted.get(place) ?? store.tasks.crowd(record.baseUrl, due, due + second, crowd);
    counted.set(place, there + 1);
    const next = there < crowd ? soon : planned(record, now, (1 + (Number(record.id) % spread)) * second);
    const until = pace.heldUntil(record.baseUrl) ?? 0;
    return until > Date.parse(next.nextPollAt ?? '') ? { ...next, nextPollAt: new Date(until).toISOString() } : next;
  }

  function learn(known: TaskRecord, reading: Reading, now: number): [Learned, Omit<TaskPoll, 'at'>] {
    switch (reading.kind) {
      case 'task': {
        const learned = withVersion(known, reading.task, reading.found, now);
        return [
          learned,
          { result: learned.version ? 'new-version' : 'unchanged', exchangeId: reading.found.exchangeId },
        ];
      }
      case 'unchanged':
        return [{ record: foundAgain(known) }, { result: 'unchanged', exchangeId: reading.exchangeId }];
      case 'failed': {
        const { message, next, exchangeId, retryAfter, httpStatus } = reading.failure;
        const retry = retryTime(retryAfter, now);
        const isGone = httpStatus === 404 || httpStatus === 410;
        return [
          { record: isGone ? gone(known, now) : known },
          {
            result: 'failed',
            problem: message,
            next,
            ...(exchangeId ? { exchangeId } : {}),
            ...(retry === undefined ? {} : { retryAt: new Date(retry).toISOString() }),
          },
        ];
      }
    }
  }

  return {
    plan: (record) => plan(record),
    note(readings, how) {
      const counted = new Map<string, number>();
      return store.write(() =>
        readings.flatMap(({ id, reading }) => {
          // The record as it is now: another process may have noted a poll while this one waited.
          const before = store.tasks.get(id);
          if (!before) return [];
          const now = ports.clock.now();
          const [learned, result] = learn(before, reading, now);
          const at = new Date(now).toISOString();
          const poll = { ...how, at, ...result };
          const next = withPoll(before, learned, poll, now);
          const record = isFinal(next.record.status) ? next.record : plan(next.record, counted);
          store.tasks.put(record, next);
          matchHeld(store, record, before, now);
          const { version } = next;
          const last = before.lastVersion;
          return [{ record, missed: !!version && !!last && missedBetween(last.versionId, version.versionId) > 0 }];
        }),
      );
    },
  };
}
