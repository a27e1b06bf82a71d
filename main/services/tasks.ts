import { ok } from '../../shared/contract/errors.ts';
import { isFinal } from '../../shared/domain/task.ts';
import type { Heavy } from '../wire/heavy.ts';
import { cancelHandlers } from './cancel-task.ts';
import { fetchOutputs } from './fetch-outputs.ts';
import type { Family, Kit } from './kit.ts';
import { draftHandlers } from './task-drafts.ts';
import type { TaskReads } from './task-reads.ts';
import { requestHandlers } from './task-requests.ts';
import { watchHandlers } from './watch-tasks.ts';

/** The family `tasks`: Tasks built, sent, taken up, read again, and their outputs. */
export function taskHandlers(kit: Kit, heavy: Heavy, reads: TaskReads): Family<'tasks'> {
  const { operations } = kit;
  const { find, poll } = reads;

  return {
    ...watchHandlers(kit, heavy, reads),
    ...requestHandlers(kit, heavy, reads),
    ...draftHandlers(kit),
    ...cancelHandlers(kit, heavy, reads),
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
