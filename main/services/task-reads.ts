import { retryTime } from '../../shared/cdex/polling-schedule.ts';
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
import { fromConnection, resolvePartner } from './partners.ts';
import { foundIn, type Learned, planned, withPoll, withVersion } from './record-task.ts';
import { workOnBody } from './work-on-body.ts';

/** Which Task, as commands name it. */
export interface TaskInput {
  id: string;
  partner?: PartnerInput | undefined;
}

/** Reading Tasks again: what the commands and the scheduler share. */
export interface TaskReads {
  /** The Task an input names, and whom to ask about it. */
  find(input: TaskInput): Reply<{ record: TaskRecord; partner: Partner }>;
  /** Keeps, in memory, whom to ask about a Task whose partner was named on the spot. */
  remember(id: string, partner: Partner): void;
  /** Reads the Task now and notes the poll; one by hand leaves the plan of the automatic ones as it is (digest C, polling). */
  poll(record: TaskRecord, partner: Partner, by: TaskPoll['by']): Promise<Reply<TaskRecord>>;
  /** The Task with our id, with its versions and polls. */
  whole(id: string): TaskDetail;
  /**
   * The polls that plans ask for now, of the Tasks of one server. A poll that comes late, after the machine slept, may by now be too
   * close to the one before: after the first half hour the guide wants an hour between them (CONF-062). Then it is planned anew instead.
   * Rejects when some stay due.
   */
  pollDue(baseUrl: string): Promise<void>;
  /** The Task of an answer that came from a server with this base URL; `not-fhir` when it is none. */
  taskOf(answer: Answer, baseUrl: string): Promise<Reply<TaskReading>>;
}

/** Tasks of one server that are read at the same time. */
const atOnce = 4;

/** The reads of one console; they remember partners that were named on the spot. */
export function createTaskReads(kit: Kit, heavy: Heavy): TaskReads {
  const { store, door, ports } = kit;
  const partners = new Map<string, Partner>(); // of Tasks whose partner was named on the spot, with its secrets

  function find({ id, partner: input }: TaskInput): Reply<{ record: TaskRecord; partner: Partner }> {
    const named = input ? resolvePartner(kit, input) : undefined;
    if (named && !named.ok) return named;
    const at = named?.value.baseUrl;
    const record = at ? (store.tasks.find(at, id) ?? store.tasks.find(at, id, 'received')) : store.tasks.get(id);
    if (!record)
      return fail('not-found', `No Task ${id} is known here.`, 'List the Tasks, or name its partner to take it up.');
    const connection = record.connectionId ? store.connections.get(record.connectionId) : undefined;
    if (named) partners.set(record.id, named.value);
    const partner = named?.value ?? (connection ? fromConnection(kit, connection) : partners.get(record.id));
    if (partner) return ok({ record, partner });
    const plain = resolvePartner(kit, { baseUrl: record.baseUrl });
    return plain.ok ? ok({ record, partner: plain.value }) : plain;
  }

  async function poll(record: TaskRecord, partner: Partner, by: TaskPoll['by']): Promise<Reply<TaskRecord>> {
    const answer = await readTaskResource(door, partner, record.taskId, record.etag);
    const task = answer.ok && answer.value.httpStatus !== 304 ? await taskOf(answer.value, record.baseUrl) : undefined;
    const now = ports.clock.now();
    /** Notes the poll in the record as it is now, in one transaction: another process may have noted one while this one waited. */
    const note = (
      change: (known: TaskRecord) => [Learned, Pick<TaskPoll, 'result' | 'problem' | 'exchangeId' | 'retryAt'>],
    ) =>
      store.write(() => {
        const [learned, noted] = change(store.tasks.get(record.id) ?? record);
        const at = new Date(now).toISOString();
        const next = withPoll(learned, { at, ...noted, ...(by ? { by } : {}) }, now);
        store.tasks.put(next.record, next);
        return next.record;
      });
    const failed = !answer.ok ? answer : task && !task.ok ? task : undefined;
    if (failed) {
      const { message, exchangeId, retryAfter } = failed.error;
      const retry = retryTime(retryAfter, now);
      const retryAt = retry === undefined ? {} : { retryAt: new Date(retry).toISOString() };
      note((known) => [
        { record: known },
        { result: 'failed', problem: message, ...(exchangeId ? { exchangeId } : {}), ...retryAt },
      ]);
      return failed;
    }
    const { value } = answer as Extract<typeof answer, { ok: true }>;
    const noted = note((known) => {
      const learned = task?.ok ? withVersion(known, task.value, foundIn(value), now) : { record: known };
      return [learned, { result: learned.version ? 'new-version' : 'unchanged', exchangeId: value.exchangeId }];
    });
    return ok(noted);
  }

  /** At hand, or read in the worker when its contained results make it larger than what is held. */
  async function taskOf(
    { resource, head, exchangeId, httpStatus }: Answer,
    baseUrl: string,
  ): Promise<Reply<TaskReading>> {
    if (head?.resourceType !== 'Task')
      return fail(
        'not-fhir',
        `The partner answered ${httpStatus} with ${head?.resourceType ?? 'nothing'} where the Task was asked for.`,
        'Ask the partner what their server answers to a read of the Task.',
        { exchangeId, httpStatus },
      );
    if (resource !== undefined) return ok(readTask(resource, baseUrl));
    const body = await openBody(kit, exchangeId, 'response');
    return body.ok ? ok(await workOnBody(heavy, body.value, 'readTask', baseUrl)) : body;
  }

  async function pollByPlan(id: string): Promise<unknown> {
    const found = find({ id });
    if (!found.ok) return found;
    const { record, partner } = found.value;
    const next = planned(record, ports.clock.now());
    if (next.nextPollAt && Date.parse(next.nextPollAt) <= ports.clock.now()) return poll(record, partner, undefined);
    return store.write(() => store.tasks.put(next));
  }

  return {
    find,
    poll,
    taskOf,
    whole: (id) => store.tasks.detail(id) as TaskDetail,
    remember: (id, partner) => partners.set(id, partner),
    async pollDue(baseUrl) {
      const tried = new Set<string>();
      for (;;) {
        const due = store.tasks.due(baseUrl, ports.clock.now(), atOnce);
        const stuck = due.find(({ id }) => tried.has(id));
        if (stuck) throw new Error(`Task ${stuck.id} stays due.`);
        if (due.length === 0) return;
        await Promise.all(due.map(({ id }) => pollByPlan(id)));
        for (const { id } of due) tried.add(id);
      }
    },
  };
}
