import { ok, type Reply } from '../../../shared/contract/errors.ts';
import { worstFirst } from '../../../shared/domain/finding.ts';
import type { SubmissionRecord } from '../../../shared/domain/submission.ts';
import { identifierValue } from '../../../shared/fhir/identifier.ts';
import type { Kit } from '../kit.ts';
import type { Ended } from './attempts.ts';
import { lightRequest } from './light-request.ts';
import type { Ready, SendMeans } from './make-ready.ts';
import { keepRecord, titleOf } from './records.ts';
import { sendableRecord } from './sendable-record.ts';
import { targetFindings } from './target.ts';

/**
 * Keeps it before it leaves: whatever happens to this process, it is known that it was sent, and where to. Looks once more whether it may
 * be, in the same transaction: another window or process may have sent it while this one read what it needs.
 */
export async function keepSending(
  { kit, underWay }: SendMeans,
  { shipment, destination, task, record }: Ready,
): Promise<Reply<{ record: SubmissionRecord; before: SubmissionRecord | undefined }>> {
  const { partner, target } = destination;
  const { sent } = shipment;
  const findings = worstFirst([...targetFindings(destination), ...shipment.findings]);
  const request = await lightRequest(kit, shipment.request);
  return kit.store.write(() => {
    const still = sendableRecord(kit, underWay, record?.id);
    if (!still.ok) return still;
    const kept = keepRecord(kit, record?.id, {
      connectionId: partner.connectionId,
      partner: partner.name,
      to: target.url,
      target,
      taskId: task?.current.record.id,
      title: titleOf(request, sent),
      request,
      state: 'sending',
      attempts: still.value?.attempts ?? [],
      findings,
      sent,
      sentBy: process.pid,
    });
    return ok({ record: kept, before: still.value });
  });
}

/** Keeps how it ended. */
export const keepEnded = (kit: Kit, id: string, ended: Ended): SubmissionRecord =>
  keepRecord(kit, id, { state: stateOf(ended), sentBy: undefined });

/** Keeps that its sending broke off, by an error of ours. */
export const keepBroken = (kit: Kit, id: string): SubmissionRecord =>
  keepRecord(kit, id, { state: 'failed', sentBy: undefined });

/** What a record is once its sending ended so. */
function stateOf({ result }: Ended): SubmissionRecord['state'] {
  switch (result) {
    case 'accepted':
    case 'held':
      return result;
    case 'refused':
    case 'too-large':
      return 'refused';
    case 'may-retry':
    case 'cancelled':
      return 'failed';
  }
}

/** Notes in the audit trail what was submitted, to whom, and how it ended. */
export function noteInTrail(
  { store }: Kit,
  { shipment, destination }: Ready,
  { result, httpStatus, exchangeId }: Ended,
): void {
  const { request, sent } = shipment;
  const what = `submit ${sent.length} attachment${sent.length === 1 ? '' : 's'} to a ${request.attachTo}`;
  const tracked = request.trackingId ? `, tracking id ${identifierValue(request.trackingId)}` : '';
  store.write(() =>
    store.audit.add({
      action: 'exchange',
      peer: destination.partner.name,
      request: `${what}${tracked}`,
      outcome: `${httpStatus ?? 'no answer'}: ${result}`,
      ...(exchangeId ? { exchangeId } : {}),
    }),
  );
}
