import { answerTask } from '../../../shared/cdex/answer-task.ts';
import { checkTaskQuery } from '../../../shared/cdex/check-task-query.ts';
import { inputsOf, withCode } from '../../../shared/cdex/task-slots.ts';
import type { CommandInput } from '../../../shared/contract/commands.ts';
import { fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import type { Snapshot } from '../../../shared/contract/host.ts';
import type { Collected } from '../../../shared/contract/work.ts';
import type { Role } from '../../../shared/domain/role.ts';
import { usualAnswering } from '../../../shared/domain/sandbox-answering.ts';
import type { TaskDetail } from '../../../shared/domain/task.ts';
import type { WorkQueue, WorkRule } from '../../../shared/domain/work.ts';
import { textOf } from '../../../shared/fhir/json.ts';
import type { ChangeWithoutSeq, Overrides } from '../bridge.ts';
import { recordOnly, taskDetail } from '../task-record.ts';
import { type Received, receivedTasks } from './received.ts';

interface Means {
  snapshot: Snapshot;
  change: (change: ChangeWithoutSeq) => void;
  /** What is answered for everything that is none of a work queue's. */
  others: Overrides;
}

const missing = () => fail('not-found', 'There is no such Task.', 'Read the queue.');

/** A provider's queue with Tasks in it, that appear once it is read; its rules; and who answers the sandbox's Tasks. */
export function workAnswers({ snapshot, change, others }: Means): Overrides {
  const tasks = new Map(receivedTasks().map((one) => [one.detail.id, one]));
  const rules = new Map<string, WorkRule>();
  let queue: WorkQueue = { id: 'c1' };
  const overtaken = new Set<string>();

  const show = (one: Received) => {
    tasks.set(one.detail.id, one);
    change({ kind: 'task', id: one.detail.id, op: 'put', record: recordOnly(one.detail) });
    return one;
  };
  const tellQueue = (next: WorkQueue) => {
    queue = next;
    change({ kind: 'queue', id: next.id, op: 'put', record: next });
    return ok(next);
  };
  /** A next version, whoever wrote it. */
  const next = ({ resource, detail }: Received, status: string, more: Partial<TaskDetail> = {}): Received => {
    const versionId = String(detail.versions.length + 1);
    const at = new Date().toISOString();
    const exchangeId = `${detail.createExchangeId}${versionId}`;
    const version = { versionId, status, at, seenAt: at, exchangeId };
    return {
      resource: { ...resource, status, meta: { versionId } },
      detail: taskDetail({ ...detail, ...more, status, updatedAt: at, versions: [...detail.versions, version] }),
    };
  };
  const otherwise = (name: keyof Overrides, input: unknown) =>
    others[name]?.(input as never) as Reply<unknown> | Promise<Reply<unknown>>;

  return {
    'work.queues': () => ok([queue]),
    'work.refresh': ({ applyRules }: CommandInput<'work.refresh'>) => {
      for (const one of tasks.values()) show(one);
      tellQueue({ ...queue, lastReadAt: new Date().toISOString(), exchangeId: '41' });
      const found = tasks.size;
      return ok({
        found,
        changed: found,
        exchangeId: '41',
        ids: [...tasks.keys()],
        notes: [],
        ruled: applyRules ? 1 : 0,
      });
    },
    'work.follow': ({ connectionId, everyMs }: CommandInput<'work.follow'>) => {
      const now = Date.now();
      const plan = everyMs && {
        everyMs,
        lastReadAt: new Date(now).toISOString(),
        nextReadAt: new Date(now + everyMs).toISOString(),
      };
      return tellQueue({ id: connectionId, ...plan });
    },
    'work.collect': ({ id, query }: CommandInput<'work.collect'>) => {
      const one = tasks.get(id);
      if (!one) return missing();
      const { resource, detail } = one;
      const codes = detail.code === 'data-request-code' ? 'DocumentReference?patient=06e1f0a2&type=11506-3' : undefined;
      const asked = textOf(withCode(inputsOf(resource), 'data-query')[0]?.slot.valueString);
      const text = query ?? codes ?? asked ?? '';
      const { search, findings } = checkTaskQuery(resource, text, { id: '06e1f0a2', baseUrl: detail.baseUrl });
      const empty: Collected = { query: search ?? text, entries: 0, items: [], bytes: 0, exchangeIds: [], findings };
      if (!search) return ok(empty);
      const type = search.split('?')[0];
      const chosen = /_id=([^&]*)/.exec(search)?.[1]?.split(',');
      const items = (chosen ?? Array.from({ length: 12 }, (_, n) => `r${n}`)).map((name) => {
        return { reference: `${type}/${name}`, title: `${type} ${name}, recorded 2026-03-09` };
      });
      return ok({ ...empty, entries: items.length, items, bytes: items.length * 1_400, exchangeIds: ['42'] });
    },
    'work.answer': (input: CommandInput<'work.answer'>) => {
      const one = tasks.get(input.id);
      if (!one) return missing();
      const { detail } = one;
      // Somebody else takes the fourth just when it is answered for the first time.
      if (input.id === 'w4' && !overtaken.has(input.id)) {
        overtaken.add(input.id);
        show(next(one, 'on-hold', { businessStatus: 'with the records office' }));
        return fail(
          'refused-by-partner',
          'Somebody else changed the Task meanwhile: its status went from in-progress to on-hold. Nothing was overwritten.',
          'Look at it as it is now, then answer again.',
          { httpStatus: 412, exchangeId: '43', details: ['its status went from in-progress to on-hold'] },
        );
      }
      if (input.ifVersion !== detail.lastVersion?.versionId) return missing();
      const { status, reason, businessStatus } = input;
      const outputs = (input.outputs ?? []).map((_, index) => ({
        reference: `Bundle/b${index}`,
        resourceType: 'Bundle',
      }));
      const resource = answerTask(one.resource, {
        status,
        reason,
        businessStatus,
        outputs,
        contained: [],
        now: new Date().toISOString(),
      });
      const after = show(
        next({ ...one, resource }, status, {
          statusReason: reason,
          businessStatus,
          outputs: outputs.map(({ reference }, index) => ({ index, reference, kind: 'relative', type: 'data-value' })),
        }),
      );
      return ok({ task: after.resource, record: recordOnly(after.detail), findings: [], exchangeId: '44' });
    },
    'work.rules': () => ok([...rules.values()]),
    'work.saveRule': (input: CommandInput<'work.saveRule'>) => {
      const { id = `rule-${rules.size + 1}`, order = rules.get(id)?.order ?? rules.size, on = true, ...rest } = input;
      const record: WorkRule = { ...rest, id, order, on };
      rules.set(id, record);
      change({ kind: 'rule', id, op: 'put', record });
      return ok(record);
    },
    'work.removeRule': ({ id }: { id: string }) => {
      change({ kind: 'rule', id, op: 'delete' });
      return ok({ removed: rules.delete(id) });
    },
    'sandbox.answering': (wish: CommandInput<'sandbox.answering'>) => {
      const role = snapshot.role.find(({ id }) => id === 'sandbox') as Role;
      const said = Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined));
      const record: Role = { ...role, answering: { ...usualAnswering, ...role.answering, ...said } };
      snapshot.role = snapshot.role.map((one) => (one.id === 'sandbox' ? record : one));
      change({ kind: 'role', id: 'sandbox', op: 'put', record });
      return ok(record);
    },
    'tasks.get': (input: { id: string }) => {
      const one = tasks.get(input.id);
      return one ? ok(one.detail) : otherwise('tasks.get', input);
    },
    'tasks.poll': (input: { id: string }) => {
      const one = tasks.get(input.id);
      return one ? ok(show(one).detail) : otherwise('tasks.poll', input);
    },
    'tasks.forget': (input: { id: string }) => {
      if (!tasks.delete(input.id)) return otherwise('tasks.forget', input);
      change({ kind: 'task', id: input.id, op: 'delete' });
      return ok({ forgotten: true });
    },
    'queries.entry': (input: { exchangeId: string }) => {
      const one = [...tasks.values()].find(({ detail }) => detail.lastVersion?.exchangeId === input.exchangeId);
      if (!one) return otherwise('queries.entry', input);
      return ok({ exchangeId: input.exchangeId, pointer: '', resource: one.resource, bytes: 900 });
    },
  };
}
