import { submissionUrl } from '../../shared/cdex/submission-url.ts';
import { fail, ok } from '../../shared/contract/errors.ts';
import type { Heavy } from '../wire/heavy.ts';
import type { Family, Kit } from './kit.ts';
import { findConnection } from './partners.ts';
import { readAskedTask } from './submissions/asked-task.ts';
import { composeSubmission } from './submissions/compose.ts';
import { draftAnswer, draftSubmission } from './submissions/draft.ts';
import { lightRequest } from './submissions/light-request.ts';
import { keepRecord, mendInterrupted, titleOf } from './submissions/records.ts';
import { destinationOf, refuseCredentials } from './submissions/target.ts';
import { sendSubmission } from './submissions/send-submission.ts';
import type { Desk } from './work/desk.ts';

/** The family `submissions`: attachments we send. */
export function submissionHandlers(kit: Kit, heavy: Heavy, desk: Desk): Family<'submissions'> {
  const { operations, store } = kit;
  const underWay = new Set<string>();
  mendInterrupted(kit, underWay);

  return {
    'submissions.draft': (input) =>
      operations.run(input.operationId, 'Fill in the submission', ({ signal }) =>
        draftSubmission(kit, heavy, input, signal),
      ),
    'submissions.answerTask': (input) =>
      operations.run(input.operationId, 'Read what the Task asks for', ({ signal }) =>
        draftAnswer(kit, heavy, desk, input, signal),
      ),
    'submissions.compose': (input) =>
      operations.run(input.operationId, 'Compose the submission', ({ signal }) =>
        composeSubmission(kit, heavy, desk, input, signal),
      ),
    'submissions.target': ({ partner, to, taskId }) =>
      operations.run(undefined, 'Find where to submit to', async ({ signal }) => {
        const task = taskId && !to ? await readAskedTask(desk, { task: taskId }, signal) : undefined;
        if (task && !task.ok) return task;
        const { payerUrl } = task?.value.asked ?? {};
        const taskBase = task?.value.named.partner.baseUrl;
        const found = await destinationOf(kit, heavy, { partner, to, payerUrl, taskBase, ask: true, signal });
        return found.ok ? ok(found.value.target) : found;
      }),
    'submissions.send': (input) =>
      operations.run(input.operationId, 'Send the submission', (operation) =>
        sendSubmission({ kit, heavy, desk, underWay }, input, operation),
      ),
    async 'submissions.save'({ id, request: asked, connectionId, to, taskId }) {
      const connection = connectionId === undefined ? undefined : findConnection(kit, connectionId);
      if (connection && !connection.ok) return connection;
      // An address half typed is not kept: what stands before its @ may be a password.
      const url = to === undefined ? undefined : submissionUrl(to);
      const refusal = url && refuseCredentials(url, 'The URL');
      if (refusal) return refusal;
      const request = await lightRequest(kit, asked);
      // In one transaction: a window saves a draft by itself while the same or another one sends it.
      return store.write(() => {
        const known = id === undefined ? undefined : store.submissions.get(id);
        if (known && known.state !== 'draft')
          return fail('invalid-input', 'It was sent already.', 'Save it as a new one, without its id.');
        return ok(
          keepRecord(kit, id, {
            connectionId: connection?.value.id,
            partner: connection?.value.name ?? '',
            to: url && to,
            taskId,
            title: titleOf(request),
            request,
            state: 'draft',
          }),
        );
      });
    },
    'submissions.remove'({ id }) {
      return store.write(() => {
        const record = store.submissions.get(id);
        if (!record) return ok({ removed: false });
        if (record.state === 'sending')
          return fail('invalid-input', 'It is being sent.', 'Cancel that first, or wait until it ends.');
        store.submissions.remove(id);
        if (record.state !== 'draft')
          store.audit.add({
            action: 'exchange',
            peer: record.partner,
            request: `delete the record of the submission ${record.title}`,
            outcome: 'deleted',
          });
        return ok({ removed: true });
      });
    },
  };
}
