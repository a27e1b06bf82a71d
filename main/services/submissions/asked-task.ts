import { type AskedSubmission, submissionOfTask } from '../../../shared/cdex/submission-of-task.ts';
import { isAttachmentRequest } from '../../../shared/cdex/check-task.ts';
import { fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import type { PartnerInput } from '../../../shared/contract/partner.ts';
import type { Desk } from '../work/desk.ts';
import type { CurrentTask, Named } from '../work/received-tasks.ts';

/** A received Task, read from its server just now, and what it asks for. */
export interface AskedTask {
  named: Named;
  current: CurrentTask;
  asked: AskedSubmission;
}

/** The Task a submission answers. Fails with `invalid-input` for one that asks for no attachments. */
export async function readAskedTask(
  { received }: Pick<Desk, 'received'>,
  { task: id, source }: { task: string; source?: PartnerInput | undefined },
  signal: AbortSignal,
): Promise<Reply<AskedTask>> {
  const named = received.find({ id, partner: source });
  if (!named.ok) return named;
  const current = await received.read(named.value, 'read before submitting', signal);
  if (!current.ok) return current;
  if (!isAttachmentRequest(current.value.task))
    return fail(
      'invalid-input',
      `Task ${named.value.taskId} asks for data (${current.value.reading.code || 'no code'}), not for attachments.`,
      'Answer it with its outputs (task answer).',
      { details: ['task: an attachment request is needed'] },
    );
  return ok({ named: named.value, current: current.value, asked: submissionOfTask(current.value.task) });
}
