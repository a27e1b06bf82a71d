import { readTask, type TaskReading } from '../../shared/cdex/read-task.ts';
import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { PartnerInput } from '../../shared/contract/partner.ts';
import type { TaskDetail, TaskPoll, TaskRecord } from '../../shared/domain/task.ts';
import type { Answer } from '../exchange/answer.ts';
import type { Partner } from '../exchange/partner.ts';
import { readTaskResource } from '../exchange/tasks.ts';
import type { Heavy } from '../wire/heavy.ts';
import { openBody } from './bodies.ts';
import type { Kit } from './kit.ts';
import { mendPlans } from './mend-plans.ts';
import { createReadingNotes, type NotedTask, type Reading } from './note-reading.ts';
import { type Odd, otherThanAsked } from './other-answer.ts';
import { createPartnerPace } from './partner-pace.ts';
import { connectionOf, fromConnection, resolvePartner } from './partners.ts';
import { createPollMany } from './poll-many.ts';
import { createSoonReads } from './read-soon.ts';
import { foundIn } from './record-task.ts';
import type { TaskAndPartner } from './task-and-partner.ts';
import { createTaskHistory } from './task-history.ts';
import { readAnswer } from './work-on-body.ts';

/** Which Task, as commands name it. */
export interface TaskInput {
  id: string;
  partner?: PartnerInput | undefined;
}

/** The Task that was asked for: where, and by the server's id. */
export type AskedTask = Pick<TaskRecord, 'baseUrl' | 'taskId'>;

/** Reading Tasks again: what the commands, the scheduler and notifications share. */
export interface TaskReads {
  /** The Task an input names, and whom to ask about it. */
  find(input: TaskInput): Reply<TaskAndPartner>;
  /** Keeps, in memory, whom to ask about a Task whose partner was named on the spot. */
  remember(id: string, partner: Partner): void;
  /** Reads the Task now and notes the poll; one by hand leaves the plan of the automatic ones as it is (digest C, polling). */
  poll(record: TaskRecord, partner: Partner, by: TaskPoll['by']): Promise<Reply<TaskRecord>>;
  /**
   * Reads Tasks, by our ids, soon: together where the server can, none twice within two seconds, not before their servers want to be asked
   * again. What was asked for in between is read later, once. Never rejects. For notifications, of which there may be a flood.
   */
  pollMany(ids: readonly string[], by?: TaskPoll['by']): Promise<void>;
  /** The Task with our id, with its versions and polls. */
  whole(id: string): TaskDetail;
  /** The record with the time of its next poll by itself. */
  plan(record: TaskRecord): TaskRecord;
  /** Learns of the versions that passed between two reads, from [base]/Task/[id]/_history. */
  history(found: TaskAndPartner): Promise<Reply<TaskRecord>>;
  /**
   * The polls that plans ask for now, of the Tasks of one server. A poll that comes late, after the machine slept, may by now be too
   * close to the one before: after the first half hour the guide wants an hour between them (CONF-062). Then it is planned anew instead.
   * Rejects when some stay due.
   */
  pollDue(baseUrl: string): Promise<void>;
  /** Plans anew what is planned after `time` (ms) by a clock that was set back since. */
  mendPlans(time: number): Promise<void>;
  /** The Task of an answer, which a server with this base URL gave for it; `not-fhir` when it is another one, or none. */
  taskOf(answer: Answer, asked: AskedTask): Promise<Reply<TaskReading>>;
  /** Reads nothing more by itself. */
  close(): void;
}

/** The reads of one console; they remember partners that were named on the spot. */
export function createTaskReads(kit: Kit, heavy: Heavy): TaskReads {
  const { store, door, ports } = kit;
  const partners = new Map<string, Partner>(); // of Tasks whose partner was named on the spot, with its secrets
  const pace = createPartnerPace(kit);
  const notes = createReadingNotes(kit, pace);
  const history = createTaskHistory(kit, heavy, notes.plan);

  function find({ id, partner: input }: TaskInput): Reply<TaskAndPartner> {
    const named = input ? resolvePartner(kit, input) : undefined;
    if (named && !named.ok) return named;
    const at = named?.value.baseUrl;
    const record = at ? (store.tasks.find(at, id) ?? store.tasks.find(at, id, 'received')) : store.tasks.get(id);
    if (!record)
      return fail('not-found', `No Task ${id} is known here.`, 'List the Tasks, or name its partner to take it up.');
    const connection = connectionOf(kit, record);
    if (named) partners.set(record.id, named.value);
    const partner = named?.value ?? (connection ? fromConnection(kit, connection) : partners.get(record.id));
    if (partner) return ok({ record, partner });
    const plain = resolvePartner(kit, { baseUrl: record.baseUrl });
    return plain.ok ? ok({ record, partner: plain.value }) : plain;
  }

  /** GET [base]/Task/[id] with the ETag we hold. */
  async function read({ record, partner }: TaskAndPartner): Promise<Reading> {
    const answer = await readTaskResource(door, partner, record.taskId, record.etag);
    if (!answer.ok) return { kind: 'failed', failure: answer.error };
    if (answer.value.httpStatus === 304) return { kind: 'unchanged', exchangeId: answer.value.exchangeId };
    const task = await taskOf(answer.value, record);
    return task.ok
      ? { kind: 'task', task: task.value, found: foundIn(answer.value) }
      : { kind: 'failed', failure: task.error };
  }

  async function poll(record: TaskRecord, partner: Partner, by: TaskPoll['by'], odd?: Odd): Promise<Reply<TaskRecord>> {
    const reading = await read({ record, partner });
    const failed = reading.kind === 'failed' ? reading.failure : undefined;
    // What was not sent because the console closes says nothing; what was broken off reached the partner, and counts as a poll (CONF-062).
    if (failed?.code === 'cancelled' && !failed.exchangeId) return { ok: false, error: failed };
    if (failed) await pace.hear(record.baseUrl, failed);
    const [noted] = notes.note([{ id: record.id, reading }], { ...(by ? { by } : {}), ...odd });
    if (failed) return { ok: false, error: failed };
    if (!noted)
      return fail('not-found', `The Task ${record.taskId} is no longer on the board.`, 'Take it up again to watch it.');
    return ok(await withMissed(noted, partner));
  }

  /** What passed unseen is asked for once, where the server keeps histories. */
  async function withMissed({ record, missed }: NotedTask, partner: Partner): Promise<TaskRecord> {
    if (!missed || !(await history.isKept(partner))) return record;
    const read = await history.read({ record, partner });
    if (!read.ok) await pace.hear(partner.baseUrl, read.error);
    return read.ok ? read.value : record;
  }

  /** At hand, or read in the worker when its contained results make it larger than what is held. */
  async function taskOf(answer: Answer, { baseUrl, taskId }: AskedTask): Promise<Reply<TaskReading>> {
    const other = otherThanAsked(answer, taskId);
    if (other) return other;
    const { resource, exchangeId } = answer;
    if (resource !== undefined) return ok(readTask(resource, baseUrl));
    const body = await openBody(kit, exchangeId, 'response');
    return body.ok ? readAnswer(heavy, body.value, exchangeId, 'readTask', baseUrl) : body;
  }

  const polls = createPollMany(kit, heavy, { pace, notes, find, poll, withMissed });
  const soon = createSoonReads<TaskPoll['by']>({
    clock: ports.clock,
    serverOf: (id) => store.tasks.get(id)?.baseUrl,
    heldUntil: pace.heldUntil,
    read: polls.read,
    log: ports.log,
  });

  return {
    find,
    poll,
    taskOf,
    plan: notes.plan,
    history: history.read,
    whole: (id) => store.tasks.detail(id) as TaskDetail,
    remember: (id, partner) => partners.set(id, partner),
    pollMany: (ids, by = 'notification') => soon.ask(ids, by),
    pollDue: polls.due,
    mendPlans: (time) => mendPlans(kit, notes.plan, time),
    close: soon.stop,
  };
}
