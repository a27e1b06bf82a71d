import { stepFlags } from '../../shared/cdex/merge-versions.ts';
import { nextPollAt, type PollingState } from '../../shared/cdex/polling-schedule.ts';
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

/** A version of a Task as read, learned at `now` (ms); `versionId` where the server gives none. What it is as a step is said elsewhere. */
export function versionOf(read: TaskReading, found: Found, versionId: string, now: number): TaskVersion {
  const seenAt = new Date(now).toISOString();
  return {
    versionId,
    status: read.status,
    at: read.lastUpdated ?? seenAt,
    seenAt,
    exchangeId: found.exchangeId,
    ...(found.pointer ? { pointer: found.pointer } : {}),
    ...(read.businessStatus ? { businessStatus: read.businessStatus } : {}),
    ...(read.statusReason ? { statusReason: read.statusReason } : {}),
  };
}

/** A Task as read from a partner, laid over our record: a new version is told, an unchanged one is not. Pure. */
export function withVersion(record: TaskRecord, read: TaskReading, found: Found, now: number): Learned {
  const last = record.lastVersion;
  const versionId = versionIdOf(record, read);
  const counted = versionId === read.versionId ? {} : { counted: true };
  const isNew = !last || last.versionId !== versionId;
  const version = {
    ...versionOf(read, found, versionId, now),
    ...counted,
    ...stepFlags(last, { versionId, status: read.status, ...counted }),
  };
  const { versionId: _id, lastUpdated: _at, outputs, code, asked, ...shown } = read;
  const etag = found.etag ?? (read.versionId ? `W/"${read.versionId}"` : undefined);
  const next: TaskRecord = {
    ...withoutPassing(record),
    ...shown,
    code: code || record.code,
    asked: asked || record.asked,
    updatedAt: new Date(now).toISOString(),
    versionCount: record.versionCount + (isNew ? 1 : 0),
    lastVersion: isNew ? version : last,
    outputs: outputs.map((output, index): TaskOutput => ({ ...record.outputs[index], ...output, index })),
    ...(etag ? { etag } : {}),
  };
  return isNew ? { record: next, version } : { record: next };
}

/** Stands between a server's version id and our count; no id of FHIR has it. */
const again = '~';

/**
 * The server's id of the version. Where it tells none that is our count of them; where it tells the last one's although the Task says
 * something else (FHIR R4 wants another id then), our count stands behind it, for else the Task would never be seen to move.
 */
function versionIdOf({ lastVersion: last, versionCount }: TaskRecord, read: TaskReading): string {
  const changed = !sameState(last, read);
  const { versionId } = read;
  if (versionId === undefined) return String(versionCount + (changed ? 1 : 0));
  if (last?.versionId.split(again, 1)[0] !== versionId) return versionId;
  return changed ? `${versionId}${again}${versionCount + 1}` : last.versionId;
}

/** The record without what only its last version said: when that is silent about it, so are we. Who is who stays known. */
function withoutPassing(record: TaskRecord): TaskRecord {
  const { businessStatus: _business, statusReason: _reason, due: _due, ...rest } = record;
  const { purposes: _purposes, workQueues: _queues, signature: _signature, modifier: _modifier, ...more } = rest;
  const { goneAt: _gone, ...kept } = more;
  return kept;
}

const sameState = (
  last: TaskVersion | undefined,
  read: { status: string; businessStatus?: string; statusReason?: string },
) =>
  last?.status === read.status &&
  last.businessStatus === read.businessStatus &&
  last.statusReason === read.statusReason;

/**
 * Notes a poll and plans the next one by the Task's profile (CONF-062). A poll for another reason leaves the plan as it is, unless there
 * was none: of a Task that was reopened, or came back, the times are counted from the read that found it.
 */
export function withPoll(before: TaskRecord, learned: Learned, poll: TaskPoll, now: number): Learned {
  const { record } = learned;
  const begins = isFinal(before.status) || before.goneAt !== undefined;
  const noted: TaskRecord = {
    ...record,
    pollCount: record.pollCount + 1,
    lastPoll: poll,
    ...(poll.by && !begins ? {} : { lastPlannedPollAt: poll.at }),
  };
  return { ...learned, record: planned(noted, now), poll };
}

/** The record of a Task the partner says is gone: nothing is planned for it, until it is read again after all. */
export const gone = (record: TaskRecord, now: number): TaskRecord => ({
  ...record,
  goneAt: record.goneAt ?? new Date(now).toISOString(),
});

/** The same, read again. */
export function foundAgain({ goneAt: _gone, ...record }: TaskRecord): TaskRecord {
  return record;
}

/**
 * The first moment (ms since 1970) from `now` at which a Task may be read by itself, not before the partner wants to be asked again;
 * undefined once it ended or is gone, and for received ones, which their queue reads.
 */
export function mayPollAt(record: TaskRecord, now: number, fine: Fine = {}): number | undefined {
  if (isFinal(record.status) || record.goneAt || record.side === 'received') return undefined;
  const last = record.lastPlannedPollAt;
  const next = nextPollAt({
    profile: record.profile,
    createdAt: Date.parse(record.createdAt),
    now,
    ...(last ? { lastPollAt: Date.parse(last) } : {}),
    ...(record.everyMs ? { everyMs: record.everyMs } : {}),
    ...fine,
  });
  return next === undefined ? undefined : Math.max(next, Date.parse(record.lastPoll?.retryAt ?? '') || 0);
}

/**
 * The record as if its last poll had been just now, where a clock that was set back since leaves that in the future; its age at that poll
 * stays. Undefined where nothing is in the future.
 */
export function atPresent(record: TaskRecord, now: number): TaskRecord | undefined {
  const last = record.lastPlannedPollAt;
  const ahead = Date.parse(last ?? record.createdAt) - now;
  if (ahead <= 0) return undefined;
  const createdAt = new Date(Date.parse(record.createdAt) - ahead).toISOString();
  return { ...record, createdAt, ...(last ? { lastPlannedPollAt: new Date(now).toISOString() } : {}) };
}

type Fine = Pick<PollingState, 'jitterMs' | 'stepMs'>;

/** Plans fall on whole seconds, so that Tasks of one partner come due together and can be asked for together. */
const stepMs = 1_000;

/** The record with the time of its next poll, `jitterMs` later; none once it ended or is gone. */
export function planned(record: TaskRecord, now: number, jitterMs = 0): TaskRecord {
  const { nextPollAt: _old, ...rest } = record;
  const next = mayPollAt(record, now, { jitterMs, stepMs });
  return next === undefined ? rest : { ...rest, nextPollAt: new Date(next).toISOString() };
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
