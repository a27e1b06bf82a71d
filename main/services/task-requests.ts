import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { ManyReceipts, TaskReceipt } from '../../shared/contract/tasks.ts';
import type { Partner } from '../exchange/partner.ts';
import type { Heavy } from '../wire/heavy.ts';
import { brokenRules } from './broken-rules.ts';
import { type Asked, composeTask } from './compose-task.ts';
import type { Family, Kit } from './kit.ts';
import { resolvePartner } from './partners.ts';
import { readRequest } from './read-request.ts';
import { type Sending, sendTask } from './send-task.ts';
import type { TaskReads } from './task-reads.ts';

/** The commands by which a Task is asked for. */
export type RequestHandlers = Pick<
  Family<'tasks'>,
  'tasks.draft' | 'tasks.request' | 'tasks.requestMany' | 'tasks.readRequest'
>;

/** Tasks built, checked and sent, one or many, and read back into the request they came from. */
export function requestHandlers(kit: Kit, heavy: Heavy, { remember }: TaskReads): RequestHandlers {
  const { operations } = kit;

  async function send(
    partner: Partner,
    asked: Asked,
    sendAnyway: boolean,
    sending: Omit<Sending, 'remember'>,
  ): Promise<Reply<TaskReceipt>> {
    const composed = await composeTask(kit, heavy, partner, asked);
    if (!composed.ok) return composed;
    const broken = sendAnyway ? undefined : brokenRules('Task', composed.value.findings);
    return broken ?? sendTask(kit, partner, composed.value, { ...sending, remember });
  }

  return {
    async 'tasks.draft'({ partner: input, request, task }) {
      const partner = input ? resolvePartner(kit, input) : undefined;
      if (partner && !partner.ok) return partner;
      const composed = await composeTask(kit, heavy, partner?.value, { request, task });
      return composed.ok ? ok({ task: composed.value.task, findings: composed.value.findings }) : composed;
    },
    async 'tasks.request'({ partner: input, request, task, profile, sendAnyway, operationId, draftId }) {
      const partner = resolvePartner(kit, input);
      if (!partner.ok) return partner;
      return operations.run(operationId, 'Send the Task', ({ signal }) =>
        send(partner.value, { request, task }, sendAnyway, { signal, profile, draftId }),
      );
    },
    async 'tasks.requestMany'({ partner: input, asked, profile, sendAnyway, operationId }) {
      const partner = resolvePartner(kit, input);
      if (!partner.ok) return partner;
      return operations.run(operationId, 'Send the Tasks', async ({ signal, tell }) => {
        const receipts: ManyReceipts = [];
        for (const [index, one] of asked.entries()) {
          tell({ label: `Task ${index + 1} of ${asked.length}` });
          const reply = signal.aborted ? notSent() : await send(partner.value, one, sendAnyway, { signal, profile });
          receipts.push(reply.ok ? { index, receipt: reply.value } : { index, failure: reply.error });
        }
        return ok(receipts);
      });
    },
    'tasks.readRequest': (input) => readRequest(kit, heavy, input),
  };
}

const notSent = () => fail('cancelled', 'It was cancelled before this Task was sent.', 'Send those that are missing.');
