import { randomUUID } from 'node:crypto';
import { fail, ok } from '../../shared/contract/errors.ts';
import type { TaskDraftRecord, TaskRequest } from '../../shared/domain/task-request.ts';
import { requestKinds } from '../../shared/domain/task-request.ts';
import type { Family, Kit } from './kit.ts';

/** The commands of requests that were begun. */
export type DraftHandlers = Pick<Family<'tasks'>, 'tasks.saveDraft' | 'tasks.removeDraft'>;

/** Keeps requests that were begun, complete or not, until they are sent or thrown away. */
export function draftHandlers({ store, ports }: Kit): DraftHandlers {
  return {
    'tasks.saveDraft'({ id, connectionId, title, request, task }) {
      if (!requestKinds.some((kind) => kind === request.kind))
        return fail(
          'invalid-input',
          `${JSON.stringify(request.kind)} is no kind of request.`,
          `Use one of: ${requestKinds.join(', ')}.`,
          { details: [`request.kind: one of ${requestKinds.join(', ')}`] },
        );
      const draft: TaskDraftRecord = {
        id: id ?? randomUUID(),
        ...(connectionId ? { connectionId } : {}),
        title,
        request: request as Partial<TaskRequest>,
        ...(task === undefined ? {} : { task }),
        updatedAt: new Date(ports.clock.now()).toISOString(),
      };
      store.write(() => store.drafts.put(draft));
      return ok(draft);
    },
    'tasks.removeDraft': ({ id }) =>
      ok(
        store.write(() => {
          const removed = store.drafts.get(id) !== undefined;
          store.drafts.remove(id);
          return { removed };
        }),
      ),
  };
}
