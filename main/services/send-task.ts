import type { Task } from '@medplum/fhirtypes';
import { readTask } from '../../shared/cdex/read-task.ts';
import { type ErrorCode, type Failure, fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { TaskReceipt } from '../../shared/contract/tasks.ts';
import { isObject } from '../../shared/fhir/json.ts';
import { worstFirst } from '../../shared/domain/finding.ts';
import type { PollingProfile, TaskRecord } from '../../shared/domain/task.ts';
import { header } from '../exchange/answer.ts';
import type { Partner } from '../exchange/partner.ts';
import { createTask } from '../exchange/tasks.ts';
import type { Composed } from './compose-task.ts';
import { findCreated } from './find-created.ts';
import type { Kit } from './kit.ts';
import { policyOf } from './partners.ts';
import { postAuthorization } from './post-authorization.ts';
import { type Created, type CreateAnswer, idFromLocation, readCreated } from './read-created.ts';
import { blankTask, type Found, planned, withVersion } from './record-task.ts';
import { matchHeld } from './inbox/match-held.ts';
import { wholeResource } from './whole-resource.ts';

/** How it is sent, and what is forgotten once it is. */
export interface Sending {
  signal: AbortSignal;
  profile?: PollingProfile | undefined;
  draftId?: string | undefined;
  /** Hears of the record once it is kept. */
  remember(id: string, partner: Partner): void;
}

/**
 * POSTs a Task, what authorises it before it where that is to be posted, and keeps a record of what was created, however oddly the partner
 * says so. A Task the partner took without telling its id is looked for; fails with `not-fhir` where it is not found.
 */
export async function sendTask(
  kit: Kit,
  partner: Partner,
  composed: Composed,
  sending: Sending,
): Promise<Reply<TaskReceipt>> {
  const { signal } = sending;
  const authorized = await postAuthorization(kit, partner, composed, signal);
  if (!authorized.ok) return authorized;
  const { task, posted } = authorized.value;
  const sent = await create(kit, partner, task, signal);
  if (!sent.ok) return posted ? leftBehind(sent.error, posted) : sent;
  const { answer, created, found } = sent.value;
  const taskId = created.id as string;
  const record = keep(kit, partner, { task, taskId, created, found }, sending);
  sending.remember(record.id, partner);
  kit.scheduler.wake();
  return ok({
    id: record.id,
    taskId,
    // Where the body has no id of use, the one that was found stands in it.
    task: { ...(isObject(created.resource) ? created.resource : task), id: taskId },
    findings: worstFirst([...composed.findings, ...created.findings]),
    exchangeId: answer.exchangeId,
    httpStatus: answer.httpStatus,
    oddities: created.oddities,
  });
}

/** What was created, with the answer that said so, and where the Task is to be found in an answer. */
interface Sent {
  answer: CreateAnswer & { exchangeId: string };
  created: Created;
  found: Found;
}

async function create(kit: Kit, partner: Partner, task: Task, signal: AbortSignal): Promise<Reply<Sent>> {
  const reply = await createTask(kit.door, partner, task, { signal });
  if (reply.ok)
    return taken(kit, partner, task, { ...reply.value, resource: await wholeResource(kit, reply.value) }, signal);
  const unread = unreadAnswer(kit, reply.error);
  return unread ? taken(kit, partner, task, unread, signal) : { ok: false, error: doubtful(kit, reply.error) };
}

/** The partner took the Task; which one it is has to be found out. */
async function taken(
  kit: Kit,
  partner: Partner,
  task: Task,
  answer: Sent['answer'],
  signal: AbortSignal,
): Promise<Reply<Sent>> {
  const created = readCreated(task, answer, partner.baseUrl);
  const { exchangeId, httpStatus } = answer;
  const etag = header(answer.headers, 'etag');
  if (created.id) return ok({ answer, created, found: { exchangeId, etag } });
  const sought = await findCreated(kit.door, partner, task, signal);
  if (sought) {
    const { id, resource, ...found } = sought;
    const said = `The partner told no id; the Task was found by a search (exchange ${found.exchangeId}).`;
    return ok({ answer, created: { ...created, id, resource, oddities: [...created.oddities, said] }, found });
  }
  return fail(
    'not-fhir',
    answer.unread
      ? `${answer.unread} No Location tells the Task’s id either.`
      : 'The partner took the Task but told no id, neither in the body nor as Location.',
    'Ask the partner for the Task’s id, then take it up by that id; do not send it again before.',
    { exchangeId, httpStatus, ...(created.oddities.length ? { details: created.oddities } : {}) },
  );
}

/** A success whose body is no FHIR: the Task is there, and its headers may say where. */
function unreadAnswer(kit: Kit, { code, httpStatus, exchangeId, message }: Failure): Sent['answer'] | undefined {
  const taken = code === 'not-fhir' && httpStatus !== undefined && httpStatus < 300;
  const headers = taken && exchangeId ? kit.store.exchanges.detail(exchangeId)?.response.headers : undefined;
  return headers && exchangeId && httpStatus ? { exchangeId, httpStatus, headers, unread: message } : undefined;
}

const mayHaveArrived: readonly ErrorCode[] = ['timed-out', 'connection-lost', 'server-error', 'cancelled'];

/** What was sent and not answered may have been done. */
function doubtful(kit: Kit, failure: Failure): Failure {
  const next = failure.next.replace(/\.?$/, '.');
  if (mayHaveArrived.includes(failure.code) && failure.exchangeId)
    return { ...failure, next: `${next} The Task may be there all the same: look for it before you send it again.` };
  const detail = failure.exchangeId ? kit.store.exchanges.detail(failure.exchangeId) : undefined;
  const named =
    failure.code === 'error-outcome' && idFromLocation(header(detail?.response.headers ?? [], 'location'), 'Task');
  return named ? { ...failure, next: `${next} Location names Task/${named}: take it up if it is there.` } : failure;
}

const leftBehind = (failure: Failure, posted: string): Reply<never> => ({
  ok: false,
  error: {
    ...failure,
    message: `${failure.message} ${posted}, which authorises it, was created before and stayed at the partner.`,
    next: `${failure.next} Name ${posted} as what authorises the request when you send it again.`,
  },
});

/** Keeps the Task and forgets the draft it came from, in one transaction. */
function keep(
  kit: Kit,
  partner: Partner,
  { task, taskId, created, found }: { task: Task; taskId: string; created: Created; found: Found },
  { profile, draftId }: Sending,
): TaskRecord {
  const { store } = kit;
  const now = kit.ports.clock.now();
  return store.write(() => {
    const fresh =
      store.tasks.find(partner.baseUrl, taskId) ??
      blankTask(partner, {
        side: 'sent',
        taskId,
        profile: profile ?? policyOf(kit, partner).polling,
        exchangeId: found.exchangeId,
        now,
      });
    const reading = readTask(created.resource ?? { ...task, id: taskId }, fresh.baseUrl);
    const learned = withVersion(fresh, reading, found, now);
    const next = planned(learned.record, now);
    if (draftId) store.drafts.remove(draftId);
    if (fresh.id !== '') store.tasks.put(next, learned);
    const kept = fresh.id === '' ? store.tasks.add(next, learned) : next;
    matchHeld(store, kept, fresh.id === '' ? undefined : fresh, now);
    return kept;
  });
}
