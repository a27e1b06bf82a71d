import type { Task } from '@medplum/fhirtypes';
import { buildTask } from '../../shared/cdex/build-task.ts';
import { checkTask } from '../../shared/cdex/check-task.ts';
import { readTask } from '../../shared/cdex/read-task.ts';
import { fail, ok } from '../../shared/contract/errors.ts';
import type { TaskDraft } from '../../shared/contract/tasks.ts';
import { defaultPolicy } from '../../shared/domain/policy.ts';
import { isFinal } from '../../shared/domain/task.ts';
import type { TaskRequest } from '../../shared/domain/task-request.ts';
import { header } from '../exchange/answer.ts';
import type { Partner } from '../exchange/partner.ts';
import { createTask, readTaskResource } from '../exchange/tasks.ts';
import type { Heavy } from '../wire/heavy.ts';
import { fetchOutputs } from './fetch-outputs.ts';
import type { Family, Kit } from './kit.ts';
import { policyOf, resolvePartner } from './partners.ts';
import { blankTask, foundIn, planned, withVersion } from './record-task.ts';
import { withParties } from './task-parties.ts';
import type { TaskReads } from './task-reads.ts';

/** The family `tasks`: Tasks built, sent, taken up, read again, and their outputs. */
export function taskHandlers(kit: Kit, heavy: Heavy, reads: TaskReads): Family<'tasks'> {
  const { store, door, ports, operations } = kit;
  const now = () => ports.clock.now();
  const { find, poll, remember, taskOf, whole } = reads;

  /** The Task for a partner, or for none in particular; what was agreed fills in what the request leaves open. */
  function draft(request: TaskRequest, partner: Partner | undefined): TaskDraft {
    const cdexVersion = partner?.cdexVersion ?? '2.1';
    const agreed = partner ? policyOf(kit, partner) : defaultPolicy;
    const asked = agreed.signatures === 'required' ? { ...request, signature: request.signature ?? true } : request;
    const task = buildTask(asked, { cdexVersion, now: new Date(now()).toISOString() });
    return { task, findings: checkTask(task, cdexVersion, agreed) };
  }

  return {
    'tasks.list': (filter) => ok(store.tasks.list(filter)),
    'tasks.get'(input) {
      const found = find(input);
      return found.ok ? ok(whole(found.value.record.id)) : found;
    },
    async 'tasks.draft'({ partner: input, request }) {
      if (!request) return unbuilt();
      const partner = input ? resolvePartner(kit, input) : undefined;
      if (partner && !partner.ok) return partner;
      const complete = await withParties(kit, partner?.value, request);
      return complete.ok ? ok(draft(complete.value, partner?.value)) : complete;
    },
    async 'tasks.request'({ partner: input, request, profile, sendAnyway, operationId }) {
      if (!request) return unbuilt();
      const partner = resolvePartner(kit, input);
      if (!partner.ok) return partner;
      const complete = await withParties(kit, partner.value, request);
      if (!complete.ok) return complete;
      const { task, findings } = draft(complete.value, partner.value);
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
        const taskId = usableId(returned?.id) ?? idFromLocation(header(answer.headers, 'location'));
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
            store.tasks.find(partner.value.baseUrl, taskId) ??
            blankTask(partner.value, {
              side: 'sent',
              taskId,
              profile: profile ?? policyOf(kit, partner.value).polling,
              exchangeId: answer.exchangeId,
              now: now(),
            });
          const learned = withVersion(fresh, readTask(created, fresh.baseUrl), foundIn(answer), now());
          const next = planned(learned.record, now());
          if (fresh.id === '') return store.tasks.add(next, learned);
          store.tasks.put(next, learned);
          return next;
        });
        remember(record.id, partner.value);
        kit.scheduler.wake();
        return ok({
          id: record.id,
          taskId,
          task: created,
          findings,
          exchangeId: answer.exchangeId,
          httpStatus: answer.httpStatus,
          oddities: [],
        });
      });
    },
    'tasks.requestMany': unbuilt,
    'tasks.readRequest': unbuilt,
    'tasks.saveDraft': unbuilt,
    'tasks.removeDraft': unbuilt,
    'tasks.history': unbuilt,
    'tasks.diff': unbuilt,
    'tasks.cancelAdvice': unbuilt,
    'tasks.delete': unbuilt,
    'tasks.forget': unbuilt,
    async 'tasks.adopt'({ partner: input, taskId }) {
      const partner = resolvePartner(kit, input);
      if (!partner.ok) return partner;
      const known = store.tasks.find(partner.value.baseUrl, taskId);
      if (known) {
        remember(known.id, partner.value);
        const read = await poll(known, partner.value, 'hand');
        return read.ok ? ok(whole(known.id)) : read;
      }
      const reply = await readTaskResource(door, partner.value, taskId, undefined, { note: 'take up' });
      if (!reply.ok) return reply;
      const task = await taskOf(reply.value, partner.value.baseUrl);
      if (!task.ok) return task;
      const { exchangeId } = reply.value;
      const fresh = blankTask(partner.value, { side: 'sent', taskId, profile: 'manual', exchangeId, now: now() });
      const learned = withVersion(fresh, task.value, foundIn(reply.value), now());
      const added = store.write(() => store.tasks.add(learned.record, learned));
      remember(added.id, partner.value);
      return ok(whole(added.id));
    },
    async 'tasks.poll'(input) {
      const found = find(input);
      if (!found.ok) return found;
      const read = await poll(found.value.record, found.value.partner, 'hand');
      return read.ok ? ok(whole(read.value.id)) : read;
    },
    'tasks.watch'({ profile, everyMs, ...input }) {
      const found = find(input);
      if (!found.ok) return found;
      const next = store.write(() => {
        const { everyMs: _old, ...rest } = store.tasks.get(found.value.record.id) ?? found.value.record;
        const watched = planned({ ...rest, profile, ...(everyMs ? { everyMs } : {}) }, now());
        store.tasks.put(watched);
        return watched;
      });
      kit.scheduler.wake();
      return ok(whole(next.id));
    },
    async 'tasks.fetch'({ folder, operationId, ...input }) {
      const found = find(input);
      if (!found.ok) return found;
      return operations.run(operationId, 'Fetch the outputs', async ({ signal }) => {
        const fresh = isFinal(found.value.record.status)
          ? ok(found.value.record)
          : await poll(found.value.record, found.value.partner, 'hand');
        return fresh.ok
          ? fetchOutputs(kit, heavy, fresh.value, found.value.partner, { signal, ...(folder ? { folder } : {}) })
          : fresh;
      });
    },
  };
}

const unbuilt = () => fail('capability-missing', 'This is being built.', 'Wait for it.');

/** An id as a partner gave it, where it can stand in a URL as it is; `..` and the like would lead elsewhere. */
const usableId = (id: unknown): string | undefined =>
  typeof id === 'string' && /^[\w.~-]{1,256}$/.test(id) && !/^\.+$/.test(id) ? id : undefined;

/** The id in a Location header: `[base]/Task/[id]`, with or without a version. */
function idFromLocation(location = ''): string | undefined {
  const steps = location.split(/[/?#]/);
  const at = steps.lastIndexOf('Task');
  return at < 0 ? undefined : usableId(steps[at + 1]);
}
