import { type Failure, ok, type Reply } from '../../../shared/contract/errors.ts';
import type { SubmissionAnswer } from '../../../shared/contract/submissions.ts';
import type { SubmissionAttempt, SubmissionRecord } from '../../../shared/domain/submission.ts';
import { brokenRules } from '../broken-rules.ts';
import type { Operation } from '../operations.ts';
import type { Sending } from './attempts.ts';
import { completeTask } from './complete-task.ts';
import { keepBroken, keepEnded, keepSending, noteInTrail } from './keep-sending.ts';
import { makeReady, type Ready, type SendInput, type SendMeans } from './make-ready.ts';
import { keepRecord } from './records.ts';
import { sendParts, triedBefore } from './send-parts.ts';
import { withSizeAdvice } from './size-advice.ts';
import { withWithheldAdvice } from './target.ts';

/** Sends a submission: a request, Parameters as they are, or a record of ours; what came of it is kept as a record. */
export async function sendSubmission(
  means: SendMeans,
  input: SendInput,
  operation: Operation,
): Promise<Reply<SubmissionAnswer>> {
  const ready = await makeReady(means, input, operation.signal);
  if (!ready.ok) return ready;
  const broken = input.sendAnyway ? undefined : brokenRules('submission', ready.value.shipment.findings);
  if (broken) return broken;
  const begun = await keepSending(means, ready.value);
  if (!begun.ok) return begun;
  const { record, before } = begun.value;
  means.underWay.add(record.id);
  try {
    return await carryOut(means, input, { ...ready.value, record: before }, record, operation);
  } catch (error) {
    keepBroken(means.kit, record.id);
    throw error;
  } finally {
    means.underWay.delete(record.id);
  }
}

async function carryOut(
  means: SendMeans,
  input: SendInput,
  ready: Ready,
  { id }: SubmissionRecord,
  operation: Operation,
): Promise<Reply<SubmissionAnswer>> {
  const { kit, heavy, desk } = means;
  const { shipment, destination, task, record } = ready;
  const attempts: SubmissionAttempt[] = [...(record?.attempts ?? [])];
  const sending: Sending = {
    partner: destination.partner,
    url: destination.target.url,
    retries: input.retries,
    operation,
    note(attempt) {
      attempts.push(attempt);
      keepRecord(kit, id, { attempts: [...attempts] });
    },
  };
  const ways = {
    attachments: shipment.sent.length,
    mayBeSeveral: task === undefined || task.asked.multipleSubmits,
    canSplit: shipment.split !== undefined,
  };
  const ended = await sendParts(kit, shipment, sending, {
    split: input.split && ways.mayBeSeveral && ways.attachments > 1,
    ...triedBefore(record, shipment, sending.url),
  });
  if (ended.error) ended.error = withWithheldAdvice(ended.error, destination);
  if (ended.error?.httpStatus === 413) {
    const { partner, url } = sending;
    ended.error = await withSizeAdvice(kit, heavy, { error: ended.error, partner, url, ways });
  }
  const accepted = ended.result === 'accepted' || ended.result === 'held';
  const kept = keepEnded(kit, id, ended);
  noteInTrail(kit, ready, ended);
  if (!accepted && ended.exchangeId === '') return { ok: false, error: ended.error as Failure };
  const done = accepted && input.complete && task && shipment.request.final;
  const completed = done ? await completeTask(kit, desk, task, shipment.request, operation.signal) : undefined;
  return ok({
    httpStatus: ended.httpStatus,
    accepted,
    held: ended.result === 'held',
    ...(ended.outcome === undefined ? {} : { outcome: ended.outcome }),
    trackingId: shipment.request.trackingId ?? '',
    exchangeId: ended.exchangeId,
    attempts,
    record: kept,
    ...(ended.error ? { error: ended.error } : {}),
    ...(completed?.ok ? { task: completed.value.task } : {}),
    ...(completed && !completed.ok ? { taskProblem: completed.error } : {}),
  });
}
