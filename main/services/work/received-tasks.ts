import type { TaskReading } from '../../../shared/cdex/read-task.ts';
import { fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import type { TaskRecord } from '../../../shared/domain/task.ts';
import { isObject, type JsonObject } from '../../../shared/fhir/json.ts';
import { type Answer, header } from '../../exchange/answer.ts';
import type { Partner } from '../../exchange/partner.ts';
import { readTaskResource } from '../../exchange/tasks.ts';
import { parseBody } from '../../wire/extract.ts';
import { openBody } from '../bodies.ts';
import type { Kit } from '../kit.ts';
import { resolvePartner } from '../partners.ts';
import { blankTask, type Found, foundIn, withVersion } from '../record-task.ts';
import type { TaskInput, TaskReads } from '../task-reads.ts';

/** A received Task as an input names it; without a record where we never saw it. */
export interface Named {
  taskId: string;
  partner: Partner;
  record?: TaskRecord;
}

/** A Task as its server has it now. */
export interface CurrentTask {
  task: JsonObject;
  reading: TaskReading;
  exchangeId: string;
  /** Absent where the server tells none. */
  etag?: string | undefined;
  /** Our record of it, with this version. */
  record: TaskRecord;
}

/** The Tasks partners sent to servers we work for. */
export interface ReceivedTasks {
  /** The Task an input names: by our id, or by the server's id with its partner. One that we sent is not found here. */
  find(input: TaskInput): Reply<Named>;
  /** Reads it and keeps what was learned; a Task that is gone (404, 410) is marked so, and the read fails. */
  read(named: Named, note: string, signal?: AbortSignal): Promise<Reply<CurrentTask>>;
  /** The Task of an answer that holds it, kept in its record. */
  keepAnswer(partner: Partner, taskId: string, answer: Answer): Promise<Reply<CurrentTask>>;
  /** Lays what was read over the record, or begins one; `changed` tells whether it is a new version. Inside a transaction or as one. */
  keep(partner: Partner, taskId: string, reading: TaskReading, found: Found): { record: TaskRecord; changed: boolean };
  /** Marks it as gone. */
  gone(record: TaskRecord): void;
}

/** A Task is held whole when it is changed; one larger than this many bytes is not. */
const largest = 64_000_000;

/** Whether a server says that what was asked for is not there any more. */
const isGone = (httpStatus: number | undefined): boolean => httpStatus === 404 || httpStatus === 410;

/** The received Tasks of one console. */
export function createReceivedTasks(kit: Kit, reads: TaskReads): ReceivedTasks {
  const { store, door, ports } = kit;

  const unknown = (id: string) =>
    fail(
      'not-found',
      `No received Task ${id} is known here.`,
      'Read the queue of its server first, or name the server.',
    );

  const keep: ReceivedTasks['keep'] = (partner, taskId, reading, found) =>
    store.write(() => {
      const now = ports.clock.now();
      const known = store.tasks.find(partner.baseUrl, taskId, 'received');
      const { exchangeId } = found;
      const before = known ?? blankTask(partner, { side: 'received', taskId, profile: 'manual', exchangeId, now });
      const learned = withVersion(before, reading, found, now);
      const { connectionId, name } = partner;
      const record: TaskRecord = { ...learned.record, ...(connectionId ? { connectionId, partner: name } : {}) };
      if (!known) return { record: store.tasks.add(record, learned), changed: true };
      const changed = learned.version !== undefined || known.goneAt !== undefined;
      if (changed || known.connectionId !== record.connectionId) store.tasks.put(record, learned);
      return { record: changed ? record : known, changed };
    });

  /** At hand, or from disk where its contained results make it larger than what is held. */
  async function wholeOf({ resource, exchangeId, httpStatus }: Answer): Promise<Reply<JsonObject>> {
    if (isObject(resource)) return ok(resource);
    const body = await openBody(kit, exchangeId, 'response');
    if (!body.ok) return body;
    // Whoever reads it for the record comes first, and says so where it is no JSON.
    const task = body.value.size <= largest ? parseBody(await body.value.read(0, body.value.size)) : undefined;
    if (isObject(task)) return ok(task);
    const megabytes = Math.round(body.value.size / 1_000_000);
    return fail('not-fhir', `The Task is ${megabytes} MB, too large to be changed here.`, 'Change it at its server.', {
      exchangeId,
      httpStatus,
    });
  }

  const keepAnswer: ReceivedTasks['keepAnswer'] = async (partner, taskId, answer) => {
    const reading = await reads.taskOf(answer, { baseUrl: partner.baseUrl, taskId });
    if (!reading.ok) return reading;
    const task = await wholeOf(answer);
    if (!task.ok) return task;
    const { record } = keep(partner, taskId, reading.value, foundIn(answer));
    reads.remember(record.id, partner);
    const etag = header(answer.headers, 'etag');
    return ok({ task: task.value, reading: reading.value, exchangeId: answer.exchangeId, etag, record });
  };

  const gone: ReceivedTasks['gone'] = ({ id }) =>
    store.write(() => {
      const record = store.tasks.get(id);
      if (record && !record.goneAt) store.tasks.put({ ...record, goneAt: new Date(ports.clock.now()).toISOString() });
    });

  return {
    keep,
    keepAnswer,
    gone,
    find({ id, partner: input }) {
      if (!input) {
        const found = reads.find({ id });
        if (!found.ok || found.value.record.side !== 'received') return unknown(id);
        const { record, partner } = found.value;
        return ok({ taskId: record.taskId, partner, record });
      }
      const partner = resolvePartner(kit, input);
      if (!partner.ok) return partner;
      const record = store.tasks.find(partner.value.baseUrl, id, 'received');
      return ok({ taskId: id, partner: partner.value, ...(record ? { record } : {}) });
    },
    async read({ taskId, partner, record }, note, signal) {
      const answer = await readTaskResource(door, partner, taskId, undefined, { note, ...(signal ? { signal } : {}) });
      if (answer.ok) return keepAnswer(partner, taskId, answer.value);
      if (record && isGone(answer.error.httpStatus)) gone(record);
      return answer;
    },
  };
}
