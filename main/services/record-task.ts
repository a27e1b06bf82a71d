import { isFigureRoad, isFigureStep } from '../../shared/cdex/status-figure.ts';
import { nextPollAt } from '../../shared/cdex/polling-schedule.ts';
import type { TaskReading } from '../../shared/cdex/read-task.ts';
import {
  isFinal,
  type PollingProfile,
  type TaskOutput,
  type TaskPoll,
  type TaskRecord,
  type TaskSide,
  type TaskVersion,
} from '../../shared/domain/task.ts';
import { type Answer, header } from '../exchange/answer.ts';
import type { Partner } from '../exchange/partner.ts';
import type { TaskNews } from '../store/tasks.ts';

/** Where an answer that is the Task itself was found. */
export const foundIn = (answer: Answer): Found => ({
  exchangeId: answer.exchangeId,
  etag: header(answer.headers, 'etag'),
});

/** A Task's record with what was learned of it since: both are written together. */
export interface Learned extends TaskNews {
  record: TaskRecord;
}

/** Where in an exchange's answer the Task is, for when it came among others. */
export interface Found {
  exchangeId: string;
  etag?: string | undefined;
  pointer?: string | undefined;
}

/** A Task as read from a partner, laid over our record: a new version is told, an unchanged one is not. Pure. */
export function withVersion(record: TaskRecord, read: TaskReading, found: Found, now: number): Learned {
  const seenAt = new Date(now).toISOString();
  const last = record.lastVersion;
  const versionId = read.versionId ?? String(record.versionCount + (sameState(last, read) ? 0 : 1));
  const isNew = !last || last.versionId !== versionId;
  const moved = last !== undefined && last.status !== read.status;
  const version: TaskVersion = {
    versionId,
    status: read.status,
    at: read.lastUpdated ?? seenAt,
    seenAt,
    exchangeId: found.exchangeId,
    ...(found.pointer ? { pointer: found.pointer } : {}),
    ...(read.businessStatus ? { businessStatus: read.businessStatus } : {}),
    ...(read.statusReason ? { statusReason: read.statusReason } : {}),
    ...(moved && !followsFigure(last, read.status, versionId) ? { offFigure: true } : {}),
    ...(moved && isFinal(last.status) && !isFinal(read.status) ? { reopened: true } : {}),
  };
  const { businessStatus: _business, statusReason: _reason, goneAt: _gone, ...rest } = record;
  const { versionId: _id, lastUpdated: _at, outputs, code, asked, ...shown } = read;
  const etag = found.etag ?? (read.versionId ? `W/"${read.versionId}"` : undefined);
  const next: TaskRecord = {
    ...rest,
    ...shown,
    code: code || record.code,
    asked: asked || record.asked,
    updatedAt: seenAt,
    versionCount: record.versionCount + (isNew ? 1 : 0),
    lastVersion: isNew ? version : last,
    outputs: outputs.map((output, index): TaskOutput => ({ ...record.outputs[index], ...output, index })),
    ...(etag ? { etag } : {}),
  };
  return isNew ? { record: next, version } : { record: next };
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
export function withPoll(learned: Learned, poll: TaskPoll, now: number): Learned {
  const { record } = learned;
  const noted: TaskRecord = {
    ...record,
    pollCount: record.pollCount + 1,
    lastPoll: poll,
    ...(poll.by ? {} : { lastPlannedPollAt: poll.at }),
  };
  return { ...learned, record: planned(noted, now), poll };
}

/** The record with the time of its next poll, not before the partner wants to be asked again; none once it ended or is gone. */
export function planned(record: TaskRecord, now: number): TaskRecord {
  const { nextPollAt: _old, ...rest } = record;
  if (isFinal(record.status) || record.goneAt || record.side === 'received') return rest;
  const last = record.lastPlannedPollAt;
  const next = nextPollAt({
    profile: record.profile,
    createdAt: Date.parse(record.createdAt),
    now,
    ...(last ? { lastPollAt: Date.parse(last) } : {}),
    ...(record.everyMs ? { everyMs: record.everyMs } : {}),
  });
  if (next === undefined) return rest;
  const allowed = Date.parse(record.lastPoll?.retryAt ?? '') || 0;
  return { ...rest, nextPollAt: new Date(Math.max(next, allowed)).toISOString() };
}

/** A record before anything was read; it gets its id from the store. */
export function blankTask(partner: Partner, { side, taskId, profile, exchangeId, now }: Blank): TaskRecord {
  const at = new Date(now).toISOString();
  return {
    id: '',
    side,
    ...(partner.connectionId ? { connectionId: partner.connectionId } : {}),
    partner: partner.name,
    baseUrl: partner.baseUrl,
    taskId,
    code: '',
    asked: '',
    status: '',
    createdAt: at,
    updatedAt: at,
    versionCount: 0,
    pollCount: 0,
    profile,
    outputs: [],
    createExchangeId: exchangeId,
  };
}

/** What a blank record is begun with. */
interface Blank {
  side: TaskSide;
  taskId: string;
  profile: PollingProfile;
  exchangeId: string;
  now: number;
}
