import type { Failure } from '../../../shared/contract/errors.ts';
import { copyTask } from '../../../shared/cdex/copy-task.ts';
import type { RequestKind } from '../../../shared/domain/task-request.ts';
import { call } from '../../api/call.ts';
import { useRecords } from '../../stores/records.ts';
import { goTo } from '../../stores/view.ts';
import { begin, resume, useComposing } from './composer-store.ts';
import { saveNow } from './keep-draft.ts';
import { asksForAttachments, emptyForm, freshTrackingId, type TaskForm } from './task-form.ts';
import { formFrom, isBlank } from './task-request.ts';

/** Stands in place of a Task's id while one is composed: `#/tasks/new`. */
export const composing = 'new';

const show = () => goTo('tasks', composing);

/** Opens the composer with what was begun, or, where something is known already, with a new Task of which that is said. */
export function composeNew(known?: Partial<TaskForm>): void {
  if (known) {
    void saveNow();
    begin({ form: { ...emptyForm, ...known }, connection: useComposing.getState().connection });
  }
  show();
}

/** Opens the composer for another kind; what was typed stays where the kinds have the same fields. */
export function composeKind(kind: RequestKind): void {
  const { form, task } = useComposing.getState();
  if (task === undefined) useComposing.setState({ form: { ...form, kind }, editedAt: isBlank(form) ? 0 : Date.now() });
  else begin({ form: { ...form, kind } });
  show();
}

/** Goes on with a draft that was kept. */
export function composeDraft(id: string): void {
  const draft = useRecords.getState().draft.byId.get(id);
  if (!draft) return;
  if (useComposing.getState().draftId !== id) {
    void saveNow();
    resume(draft);
  }
  show();
}

/**
 * Opens the composer with the request of a Task we hold, to be corrected and sent again. A tracking id is replaced by a fresh one:
 * two Tasks with the same would be taken for one when the attachments come.
 */
export async function composeFrom(id: string): Promise<Failure | undefined> {
  const reply = await call('tasks.readRequest', { id });
  if (!reply.ok) return reply.error;
  await saveNow();
  const { request, task, kept } = reply.value;
  const record = useRecords.getState().task.byId.get(id);
  const form = formFrom(request);
  const { trackingId } = form;
  const now = new Date();
  begin({
    form: asksForAttachments(form.kind) ? { ...form, trackingId: freshTrackingId(trackingId) } : form,
    connection: record?.connectionId ?? '',
    begunAt: now.toISOString(),
    editedAt: now.getTime(),
    origin: {
      id,
      taskId: record?.taskId ?? '',
      kept,
      task: copyTask(task, now.toISOString()),
      ...(trackingId ? { trackingId } : {}),
    },
  });
  show();
  return undefined;
}
