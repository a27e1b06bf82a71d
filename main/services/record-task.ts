import { isFigureRoad, isFigureStep } from '../../shared/cdex/status-figure.ts';
import { nextPollAt } from '../../shared/cdex/polling-schedule.ts';
import type { TaskReading } from '../../shared/cdex/read-task.ts';
import {
  isFinal,
  type TaskOutput,
  type TaskPoll,
  type TaskRecord,
  type TaskVersion,
} from '../../shared/domain/task.ts';
import type { Answer } from '../exchange/answer.ts';
import { header } from '../exchange/answer.ts';

/** Polls kept with a Task; older ones stay in the list of exchanges. */
const pollsKept = 200;

/** A Task as read from a partner, laid over our record: a new version is added, an unchanged one is not. Pure. */
export function withVersion(record: TaskRecord, read: TaskReading, answer: Answer, now: number): TaskRecord {
  const seenAt = new Date(now).toISOString();
  const last = record.versions.at(-1);
  const versionId = read.versionId ?? String(record.versions.length + (sameState(last, read) ? 0 : 1));
  const isNew = !last || last.versionId !== versionId;
  const version: TaskVersion = {
    versionId,
    status: read.status,
    at: read.lastUpdated ?? seenAt,
    seenAt,
    exchangeId: answer.exchangeId,
    ...(read.businessStatus ? { businessStatus: read.businessStatus } : {}),
    ...(read.statusReason ? { statusReason: read.statusReason } : {}),
    ...(last && last.status !== read.status && !followsFigure(last, read.status, versionId) ? { offFigure: true } : {}),
  };
  const { businessStatus: _business, statusReason: _reason, ...rest } = record;
  const etag = header(answer.headers, 'etag') ?? (read.versionId ? `W/"${read.versionId}"` : undefined);
  return {
    ...rest,
    code: read.code || record.code,
    asked: read.asked || record.asked,
    ...(read.member ? { member: read.member } : {}),
    ...(read.claim ? { claim: read.claim } : {}),
    ...(read.owner ? { owner: read.owner } : {}),
    ...(read.due ? { due: read.due } : {}),
    status: read.status,
    ...(read.businessStatus ? { businessStatus: read.businessStatus } : {}),
    ...(read.statusReason ? { statusReason: read.statusReason } : {}),
    updatedAt: seenAt,
    versions: isNew ? [...record.versions, version] : record.versions,
    outputs: read.outputs.map((output, index): TaskOutput => ({ ...record.outputs[index], ...output, index })),
    ...(etag ? { etag } : {}),
  };
}

/** Servers that count their versions tell that some passed unseen; the figure may then have been kept all the same. */
function followsFigure(last: TaskVersion, status: string, versionId: string): boolean {
  const missed = Number(versionId) - Number(last.versionId) > 1; // never for version ids that are no numbers
  return missed ? isFigureRoad(last.status, status) : isFigureStep(last.status, status);
}

const sameState = (
  last: TaskVersion | undefined,
  read: { status: string; businessStatus?: string; statusReason?: string },
) =>
  last?.status === read.status &&
  last.businessStatus === read.businessStatus &&
  last.statusReason === read.statusReason;

/** Notes a poll and plans the next one by the Task's profile (CONF-062). `everyMs` overrides the profile. */
export function withPoll(record: TaskRecord, poll: TaskPoll, now: number): TaskRecord {
  return planned({ ...record, polls: [...record.polls, poll].slice(-pollsKept) }, now);
}

/** The record with the time of its next poll, not before the partner wants to be asked again; none once it ended. */
export function planned(record: TaskRecord, now: number): TaskRecord {
  const { nextPollAt: _old, ...rest } = record;
  if (isFinal(record.status)) return rest;
  const lastPollAt = record.polls.findLast(({ byHand }) => !byHand)?.at;
  const next = nextPollAt({
    profile: record.profile,
    createdAt: Date.parse(record.createdAt),
    now,
    ...(lastPollAt ? { lastPollAt: Date.parse(lastPollAt) } : {}),
    ...(record.everyMs ? { everyMs: record.everyMs } : {}),
  });
  if (next === undefined) return rest;
  const allowed = Date.parse(record.polls.at(-1)?.retryAt ?? '') || 0;
  return { ...rest, nextPollAt: new Date(Math.max(next, allowed)).toISOString() };
}
