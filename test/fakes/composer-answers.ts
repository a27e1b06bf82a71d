import { buildTask } from '../../shared/cdex/build-task.ts';
import { copyTask } from '../../shared/cdex/copy-task.ts';
import { requestOf } from '../../shared/cdex/request-of-task.ts';
import type { CommandInput } from '../../shared/contract/commands.ts';
import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { Progress } from '../../shared/contract/events.ts';
import type { Snapshot } from '../../shared/contract/host.ts';
import type { TaskReceipt } from '../../shared/contract/tasks.ts';
import { sandboxParties } from '../../shared/domain/sandbox-parties.ts';
import type { TaskDraftRecord, TaskRequest } from '../../shared/domain/task-request.ts';
import type { ChangeWithoutSeq, Overrides } from './bridge.ts';

interface Means {
  snapshot: Snapshot;
  change: (change: ChangeWithoutSeq) => void;
  progress: (progress: Progress) => void;
}

/** The request behind the canned Task t3, as a partner might hold it: with more in it than a form has fields for. */
export const askedBefore = (() => {
  const request: TaskRequest = {
    kind: 'attachment-request-code',
    use: 'claim',
    member: 'http://payer.example/members|Member881',
    claim: 'http://payer.example/claims|Claim7731',
    attachments: [{ what: '11504-8', title: 'Surgical operation note', lineItems: [1, 2] }],
    trackingId: 'http://payer.example/tracking|trk-7731',
    serviceDate: '2026-11-02',
    payerUrl: 'https://payer.example/fhir/$submit-attachment',
    organizationNpi: '1407071236',
    name: 'Hartwell, Bo',
    birthDate: '1987-02-20',
    requester: sandboxParties.payer,
  };
  const built = buildTask(request, { cdexVersion: '2.1', now: '2026-11-20T10:00:00Z' });
  return { ...built, id: '7731', status: 'failed', statusReason: { text: 'No matching results' }, priority: 'urgent' };
})();

/** Tasks composed, kept as drafts and sent, members looked up; sent to nobody. */
export function composerAnswers({ snapshot, change, progress }: Means): Overrides {
  let made = 0;
  const drafts = new Map<string, TaskDraftRecord>(snapshot.draft.map((draft) => [draft.id, draft]));

  const receipt = (asked: { request?: TaskRequest | undefined; task?: unknown }): Reply<TaskReceipt> => {
    made += 1;
    const task = asked.task ?? buildTask(asked.request ?? {}, { cdexVersion: '2.1', now: new Date().toISOString() });
    const member = asked.request?.member ?? '';
    if (member.endsWith('refused'))
      return fail('rules-failed', 'The Task breaks cdex-1: it has no service date.', 'Say the date of service.', {
        requirement: 'cdex-1',
      });
    return ok({
      id: 't2',
      taskId: String(2000 + made),
      exchangeId: '4',
      httpStatus: member.endsWith('odd') ? 200 : 201,
      task,
      findings: [],
      oddities: member.endsWith('odd') ? ['The partner answered 200 where 201 belongs.', 'There is no Location.'] : [],
    });
  };

  return {
    'tasks.saveDraft': ({ id, ...rest }: CommandInput<'tasks.saveDraft'>) => {
      if (id && !drafts.has(id)) return fail('not-found', 'There is no such draft.', 'Begin a new one.');
      made += id ? 0 : 1;
      const record = {
        ...rest,
        id: id ?? `draft-${made}`,
        request: rest.request as Partial<TaskRequest>,
        updatedAt: new Date().toISOString(),
      } as TaskDraftRecord;
      drafts.set(record.id, record);
      change({ kind: 'draft', id: record.id, op: 'put', record });
      return ok(record);
    },
    'tasks.removeDraft': ({ id }: CommandInput<'tasks.removeDraft'>) => {
      const removed = drafts.delete(id);
      if (removed) change({ kind: 'draft', id, op: 'delete' });
      return ok({ removed });
    },
    'tasks.request': ({ draftId, sendAnyway, ...asked }: CommandInput<'tasks.request'>) => {
      const reply = receipt(sendAnyway ? { task: asked.task ?? {} } : (asked as Parameters<typeof receipt>[0]));
      if (reply.ok && draftId && drafts.delete(draftId)) change({ kind: 'draft', id: draftId, op: 'delete' });
      return reply;
    },
    'tasks.requestMany': async ({ asked, operationId = '' }: CommandInput<'tasks.requestMany'>) => {
      const receipts = [];
      for (const [index, one] of asked.entries()) {
        progress({ operationId, label: `Task ${index + 1} of ${asked.length}`, done: false });
        await new Promise((resolve) => setTimeout(resolve, 5));
        const reply = receipt(one as Parameters<typeof receipt>[0]);
        receipts.push(reply.ok ? { index, receipt: reply.value } : { index, failure: reply.error });
      }
      return ok(receipts);
    },
    'tasks.readRequest': () => ok({ ...requestOf(askedBefore), task: copyTask(askedBefore, '2026-11-22T00:00:00Z') }),
    'tasks.watch': () => fail('not-found', 'The fake console watches nothing.', 'Nothing to do.'),
    'patients.find': ({ how = 'search', family }: CommandInput<'patients.find'>) =>
      ok({
        how,
        exchangeId: '2',
        findings: [],
        candidates:
          family === 'Nobody'
            ? []
            : [
                {
                  id: '06e1f0a2-5f8e-4b0e-9d50-7a2e7bd31d31',
                  name: 'Amara Lindqvist',
                  birthDate: '1958-04-12',
                  gender: 'female',
                  identifiers: [
                    { text: 'http://clinic.example/mrn|00417', type: 'MR' },
                    { text: 'http://payer.example/members|Member123', type: 'MB' },
                  ],
                  ...(how === 'match' ? { grade: 'certain', score: 0.98 } : {}),
                },
                {
                  id: '77aa',
                  name: 'Amar Lindquist',
                  birthDate: '1958-04-21',
                  gender: 'male',
                  identifiers: [{ text: 'http://clinic.example/mrn|00871', type: 'MR' }],
                  ...(how === 'match' ? { grade: 'possible', score: 0.41 } : {}),
                },
              ],
      }),
  };
}
