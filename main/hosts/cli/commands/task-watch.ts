import { retryTime } from '../../../../shared/cdex/polling-schedule.ts';
import type { PartnerInput } from '../../../../shared/contract/partner.ts';
import { type Failure, failureClass } from '../../../../shared/contract/errors.ts';
import { endedBadly, isFinal, type PollingProfile, type TaskDetail } from '../../../../shared/domain/task.ts';
import type { Given } from '../arguments.ts';
import type { Command, Session } from '../command.ts';
import { heldTask, requiredId } from '../held-task.ts';
import { nextRead } from '../next-read.ts';
import { namedPartner, partnerOptions } from '../partner-options.ts';
import { jsonLine } from '../printing.ts';
import { misused, Refusal } from '../refusal.ts';
import { waitOrEnd } from '../stay.ts';
import { type WatchLine, watchTask } from '../watch-task.ts';

const profiles = ['cdex', 'hrex', 'debug'] as const satisfies PollingProfile[];

/** The pace of --profile; without it what was agreed with the Task's connection, where that is a pace, else the guide's. */
async function profileOf(
  session: Session,
  typed: string | undefined,
  { connectionId }: TaskDetail,
): Promise<PollingProfile> {
  if (typed !== undefined) return profileNamed(typed);
  // Without one nothing was agreed; one may have been removed since.
  const connections = connectionId ? await session.run('connections.list', {}) : [];
  const held = connections.find(({ id }) => id === connectionId);
  return profiles.find((known) => known === held?.policy.polling) ?? 'cdex';
}

function profileNamed(typed: string): PollingProfile {
  const profile = profiles.find((known) => known === typed);
  return profile ?? misused(`--profile ${typed} is not known.`, `Use one of: ${profiles.join(', ')}.`);
}

/** Takes up the Task: from its partner where one is named, else from those we hold, read anew unless it has ended. */
async function takeUp(session: Session, given: Given, partner: PartnerInput | undefined): Promise<TaskDetail> {
  if (partner) return session.run('tasks.adopt', { partner, taskId: requiredId(given) });
  const held = await heldTask(session, given);
  return isFinal(held.status) ? held : session.run('tasks.poll', { id: held.id });
}

/**
 * The first read, which a partner may put off (429, or 503 with Retry-After) as it may any other; undefined when the process is asked to
 * end meanwhile. Rejects with every other refusal: there is nothing to watch.
 */
async function takeUpInTime(session: Session, take: () => Promise<TaskDetail>): Promise<TaskDetail | undefined> {
  const { ended } = session.surface;
  for (;;) {
    try {
      return await take();
    } catch (error) {
      const until = error instanceof Refusal ? retryTime(error.failure.retryAfter, Date.now()) : undefined;
      if (ended.aborted) return undefined;
      if (!(error instanceof Refusal) || until === undefined || !passing(error.failure)) throw error;
      session.say(`${error.failure.message} The first read is put off to ${new Date(until).toISOString()}.`);
      await waitUntil(until, ended);
      if (ended.aborted) return undefined;
    }
  }
}

async function waitUntil(time: number, ended: AbortSignal): Promise<void> {
  while (!ended.aborted && Date.now() < time) await waitOrEnd(time - Date.now(), ended);
}

/** Whether a failed read says nothing about the Task: no answer of use came, or the partner asks for patience (429). */
const passing = ({ code, httpStatus }: Failure) => failureClass(code) === 'transport' || httpStatus === 429;

/**
 * Reads the Task again. That the partner cannot answer now is said and left to the next read, which waits as long as the partner asks
 * (Retry-After); another refusal ends the watch.
 */
async function readAgain(session: Session, record: TaskDetail, partner: PartnerInput | undefined, pace: Pace) {
  try {
    return await session.run('tasks.poll', partner ? { id: record.taskId, partner } : { id: record.id });
  } catch (error) {
    if (session.surface.ended.aborted) return undefined;
    if (!(error instanceof Refusal) || !passing(error.failure)) throw error;
    pace.notBefore = retryTime(error.failure.retryAfter, Date.now()) ?? 0;
    const wish = pace.notBefore > Date.now() ? `, not before ${new Date(pace.notBefore).toISOString()}` : '';
    session.say(`${error.failure.message} The next read is on schedule${wish}.`);
    return undefined;
  }
}

/** Asks the server for the versions that passed between two reads. One that keeps none is no reason to end the watch. */
async function readMissed(session: Session, { id, taskId }: TaskDetail, partner: PartnerInput | undefined) {
  try {
    return await session.run('tasks.history', partner ? { id: taskId, partner } : { id });
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** When the Task is read next: as planned, but not before the partner wants it. Milliseconds since 1970. */
interface Pace {
  notBefore: number;
}

function lineText({
  id,
  status,
  versionId,
  at,
  businessStatus,
  statusReason,
  offFigure,
  reopened,
  nextPollAt,
}: WatchLine): string {
  const odd = reopened ? 'reopened' : offFigure && 'not a step of the guide’s figure';
  const more = [businessStatus, statusReason, odd].filter(Boolean).join('; ');
  const next = nextPollAt ? `  (next read ${nextPollAt})` : '';
  return `${at}  Task/${id} version ${versionId}  ${status}${more ? `: ${more}` : ''}${next}\n`;
}

/** `task watch --id ID`: a line for every version, until the Task has ended. Exits 1 when it ended without the data. */
export const taskWatch: Command = {
  words: [],
  options: { ...partnerOptions, id: { type: 'text' }, profile: { type: 'text' }, every: { type: 'text' } },
  async run(given, session) {
    const partner = namedPartner(given);
    const typed = given.text('profile');
    if (typed !== undefined) profileNamed(typed);
    const everyMs = given.seconds('every');
    const { ended } = session.surface;
    const pace: Pace = { notBefore: 0 };
    const first = await takeUpInTime(session, () => takeUp(session, given, partner));
    if (!first) return 0;
    const profile = await profileOf(session, typed, first);
    const last = await watchTask(first, {
      read: () => readAgain(session, first, partner, pace),
      fill: () => readMissed(session, first, partner),
      next(record, now) {
        const next = nextRead(record, profile, everyMs, now);
        return next === undefined ? undefined : Math.max(next, pace.notBefore);
      },
      print: (line) => session.print(session.jsonLines ? jsonLine(line) : lineText(line)),
      waitUntil: (time) => waitUntil(time, ended),
      now: Date.now,
      ended,
    });
    if (last.modifier) {
      session.say(`The Task cannot be acted on: ${last.modifier}`);
      if (isFinal(last.status)) return 1;
    }
    if (!endedBadly(last.status)) return 0;
    session.say(`The Task ended ${last.status}.${last.statusReason ? ` ${last.statusReason}` : ''}`);
    return 1;
  },
};
