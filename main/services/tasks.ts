import { fail, ok } from '../../shared/contract/errors.ts';
import { isFinal } from '../../shared/domain/task.ts';
import { readTaskResource } from '../exchange/tasks.ts';
import type { Heavy } from '../wire/heavy.ts';
import { cancelHandlers } from './cancel-task.ts';
import { fetchOutputs } from './fetch-outputs.ts';
import type { Family, Kit } from './kit.ts';
import { resolvePartner } from './partners.ts';
import { blankTask, foundIn, planned, withVersion } from './record-task.ts';
import { draftHandlers } from './task-drafts.ts';
import type { TaskReads } from './task-reads.ts';
import { requestHandlers } from './task-requests.ts';

/** The family `tasks`: Tasks built, sent, taken up, read again, and their outputs. */
export function taskHandlers(kit: Kit, heavy: Heavy, reads: TaskReads): Family<'tasks'> {
  const { store, door, ports, operations } = kit;
  const now = () => ports.clock.now();
  const { find, poll, remember, taskOf, whole } = reads;

  return {
    'tasks.list': (filter) => ok(store.tasks.list(filter)),
    'tasks.get'(input) {
      const found = find(input);
      return found.ok ? ok(whole(found.value.record.id)) : found;
    },
    ...requestHandlers(kit, heavy, reads),
    ...draftHandlers(kit),
    ...cancelHandlers(kit, heavy, reads),
    'tasks.readRequest': unbuilt,
    'tasks.history': unbuilt,
    'tasks.diff': unbuilt,
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
