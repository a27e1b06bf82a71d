import type { Task } from '@medplum/fhirtypes';
import { buildTask } from '../../shared/cdex/build-task.ts';
import { checkTask } from '../../shared/cdex/check-task.ts';
import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { TaskDraft, TaskRequest } from '../../shared/contract/tasks.ts';
import type { CdexVersion } from '../../shared/domain/connection.ts';
import { isFinal, type TaskPoll, type TaskRecord } from '../../shared/domain/task.ts';
import { type Answer, header } from '../exchange/answer.ts';
import type { Partner } from '../exchange/partner.ts';
import { createTask, readTaskResource } from '../exchange/tasks.ts';
import { openBody } from './bodies.ts';
import { fetchOutputs } from './fetch-outputs.ts';
import type { Family, Kit } from './kit.ts';
import { fromConnection, resolvePartner } from './partners.ts';
import { planned, withPoll, withVersion } from './record-task.ts';
import { withParties } from './task-parties.ts';

type PartnerInput = Parameters<typeof resolvePartner>[1];

export function taskHandlers(kit: Kit): Family<'tasks'> {
  const { store, door, ports, operations } = kit;
  const now = () => ports.clock.now();
  const partners = new Map<string, Partner>(); // of Tasks whose partner was named on the spot, with its secrets

  /** The Task an input names, and whom to ask about it. */
  function find({
    id,
    partner: input,
  }: {
    id: string;
    partner?: PartnerInput | undefined;
  }): Reply<{ record: TaskRecord; partner: Partner }> {
    const named = input ? resolvePartner(kit, input) : undefined;
    if (named && !named.ok) return named;
    const record = named ? store.tasks.find(named.value.baseUrl, id) : store.tasks.get(id);
    if (!record)
      return fail('not-found', `No Task ${id} is known here.`, 'List the Tasks, or name its partner to take it up.');
    const connection = record.connectionId ? store.connections.get(record.connectionId) : undefined;
    if (named) partners.set(record.id, named.value);
    const partner = named?.value ?? (connection ? fromConnection(connection) : partners.get(record.id));
    if (partner) return ok({ record, partner });
    const plain = resolvePartner(kit, { baseUrl: record.baseUrl });
    return plain.ok ? ok({ record, partner: plain.value }) : plain;
  }

  function draft(request: TaskRequest, cdexVersion: CdexVersion): TaskDraft {
    const task = buildTask(request, { cdexVersion, now: new Date(now()).toISOString() });
    return { task, findings: checkTask(task, cdexVersion) };
  }

  async function poll(record: TaskRecord, partner: Partner): Promise<Reply<TaskRecord>> {
    const reply = await readTaskResource(door, partner, record.taskId, record.etag);
    const at = new Date(now()).toISOString();
    const known = store.tasks.get(record.id) ?? record;
    if (!reply.ok) {
      const result: TaskPoll = {
        at,
        result: 'failed',
        problem: reply.error.message,
        ...(reply.error.exchangeId ? { exchangeId: reply.error.exchangeId } : {}),
      };
      store.write(() => store.tasks.put(withPoll(known, result, now())));
      return reply;
    }
    const resource = await taskIn(reply.value);
    const read = resource === undefined ? known : withVersion(known, resource, reply.value, now());
    const result = read.versions.length > known.versions.length ? 'new-version' : 'unchanged';
    const next = withPoll(read, { at, result, exchangeId: reply.value.exchangeId }, now());
    store.write(() => store.tasks.put(next));
    return ok(next);
  }

  /** The Task of an answer: at hand, or read back when its contained results make it larger than what is held. */
  async function taskIn({ resource, head, exchangeId }: Answer): Promise<unknown> {
    if (resource !== undefined || head?.resourceType !== 'Task') return resource;
    const body = await openBody(kit, exchangeId, 'response');
    return body.ok ? JSON.parse((await body.value.read(0, body.value.size)).toString('utf8')) : undefined;
  }

  return {
    'tasks.list': ({ status }) => ok(store.tasks.list(5_000, status)),
    'tasks.get'(input) {
      const found = find(input);
      return found.ok ? ok(found.value.record) : found;
    },
    async 'tasks.draft'({ partner: input, request }) {
      const partner = input ? resolvePartner(kit, input) : undefined;
      if (partner && !partner.ok) return partner;
      const complete = await withParties(kit, partner?.value, request);
      return complete.ok ? ok(draft(complete.value, partner?.value.cdexVersion ?? '2.1')) : complete;
    },
    async 'tasks.request'({ partner: input, request, profile, sendAnyway, operationId }) {
      const partner = resolvePartner(kit, input);
      if (!partner.ok) return partner;
      const complete = await withParties(kit, partner.value, request);
      if (!complete.ok) return complete;
      const { task, findings } = draft(complete.value, partner.value.cdexVersion);
      const broken = findings.filter(({ severity }) => severity === 'error');
      const [first] = broken;
      if (first && !sendAnyway)
        return fail(
          'rules-failed',
          `The Task breaks ${first.rule}: ${first.message}`,
          first.next ?? 'Correct it, or send it anyway.',
          {
            requirement: first.rule,
            details: broken.map(({ path, message }) => `${path}: ${message}`),
          },
        );
      return operations.run(operationId, 'Send the Task', async ({ signal }) => {
        const reply = await createTask(door, partner.value, task as Task, { signal });
        if (!reply.ok) return reply;
        const answer = reply.value;
        const returned = answer.head?.resourceType === 'Task' ? (answer.resource as Task) : undefined;
        const taskId = returned?.id ?? idFromLocation(header(answer.headers, 'location'));
        if (!taskId)
          return fail(
            'not-fhir',
            'The partner took the Task but told no id, neither in the body nor as Location.',
            'Ask the partner for the Task’s id, then take it up by that id.',
            {
              exchangeId: answer.exchangeId,
              httpStatus: answer.httpStatus,
            },
          );
        const created = returned ?? { ...(task as Task), id: taskId };
        const record = store.write(() => {
          const fresh =
            store.tasks.find(partner.value.baseUrl, taskId) ?? blank(partner.value, taskId, profile, answer.exchangeId);
          const next = planned(withVersion(fresh, created, answer, now()), now());
          if (fresh.id === '') return store.tasks.add(next);
          store.tasks.put(next);
          return next;
        });
        partners.set(record.id, partner.value);
        kit.scheduler.wake();
        return ok({
          id: record.id,
          taskId,
          task: created,
          findings,
          exchangeId: answer.exchangeId,
          httpStatus: answer.httpStatus,
        });
      });
    },
    async 'tasks.adopt'({ partner: input, taskId }) {
      const partner = resolvePartner(kit, input);
      if (!partner.ok) return partner;
      const known = store.tasks.find(partner.value.baseUrl, taskId);
      if (known) {
        partners.set(known.id, partner.value);
        return poll(known, partner.value);
      }
      const reply = await readTaskResource(door, partner.value, taskId, undefined, { note: 'take up' });
      if (!reply.ok) return reply;
      const record = withVersion(
        blank(partner.value, taskId, 'manual', reply.value.exchangeId),
        await taskIn(reply.value),
        reply.value,
        now(),
      );
      const added = store.write(() => store.tasks.add(record));
      partners.set(added.id, partner.value);
      return ok(added);
    },
    async 'tasks.poll'(input) {
      const found = find(input);
      return found.ok ? poll(found.value.record, found.value.partner) : found;
    },
    'tasks.watch'({ profile, everyMs, ...input }) {
      const found = find(input);
      if (!found.ok) return found;
      const { everyMs: _old, ...rest } = found.value.record;
      const next = planned({ ...rest, profile, ...(everyMs ? { everyMs } : {}) }, now());
      store.write(() => store.tasks.put(next));
      kit.scheduler.wake();
      return ok(next);
    },
    async 'tasks.fetch'({ folder, operationId, ...input }) {
      const found = find(input);
      if (!found.ok) return found;
      return operations.run(operationId, 'Fetch the outputs', async ({ signal }) => {
        const fresh = isFinal(found.value.record.status)
          ? ok(found.value.record)
          : await poll(found.value.record, found.value.partner);
        return fresh.ok
          ? fetchOutputs(kit, fresh.value, found.value.partner, { signal, ...(folder ? { folder } : {}) })
          : fresh;
      });
    },
  };

  /** A record before anything was read; it gets its id from the store. */
  function blank(
    partner: Partner,
    taskId: string,
    profile: TaskRecord['profile'],
    createExchangeId: string,
  ): TaskRecord {
    const at = new Date(now()).toISOString();
    return {
      id: '',
      ...(partner.connectionId ? { connectionId: partner.connectionId } : {}),
      partner: partner.name,
      baseUrl: partner.baseUrl,
      taskId,
      code: '',
      asked: '',
      status: '',
      createdAt: at,
      updatedAt: at,
      versions: [],
      polls: [],
      profile,
      outputs: [],
      createExchangeId,
    };
  }
}

/** The id in a Location header: `[base]/Task/[id]`, with or without a version. */
const idFromLocation = (location: string | undefined) => /Task\/([A-Za-z0-9.-]{1,64})/.exec(location ?? '')?.[1];
