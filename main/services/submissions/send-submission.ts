import { checkAnswered } from '../../../shared/cdex/check-outgoing.ts';
import type { CommandParsed } from '../../../shared/contract/commands.ts';
import { type Failure, fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import type { SubmissionAnswer } from '../../../shared/contract/submissions.ts';
import { type Finding, worstFirst } from '../../../shared/domain/finding.ts';
import type { SubmissionAttempt, SubmissionRecord } from '../../../shared/domain/submission.ts';
import { identifierValue } from '../../../shared/fhir/identifier.ts';
import type { Heavy } from '../../wire/heavy.ts';
import type { Kit } from '../kit.ts';
import type { Operation } from '../operations.ts';
import { resolvePartner } from '../partners.ts';
import type { Desk } from '../work/desk.ts';
import { type AskedTask, readAskedTask } from './asked-task.ts';
import { type Ended, type Sending, sendPieces } from './attempts.ts';
import { completeTask } from './complete-task.ts';
import { withDefaults } from './defaults.ts';
import { prepare } from './prepare.ts';
import { lightRequest } from './light-request.ts';
import { keepRecord, titleOf } from './records.ts';
import { composedShipment, givenShipment, type Shipment } from './shipment.ts';
import { withSizeAdvice } from './size-advice.ts';
import { type Destination, destinationOf, targetFindings, withWithheldAdvice } from './target.ts';

type Input = CommandParsed<'submissions.send'>;

/** What sending needs. */
export interface SendMeans {
  kit: Kit;
  heavy: Heavy;
  desk: Desk;
  /** Records this process is sending. */
  underWay: Set<string>;
}

/** A submission ready to leave. */
interface Ready {
  shipment: Shipment;
  destination: Destination;
  task?: AskedTask;
  record?: SubmissionRecord | undefined;
}

/** Sends a submission: a request, Parameters as they are, or a record of ours; what came of it is kept as a record. */
export async function sendSubmission(
  means: SendMeans,
  input: Input,
  operation: Operation,
): Promise<Reply<SubmissionAnswer>> {
  const ready = await makeReady(means, input, operation.signal);
  if (!ready.ok) return ready;
  const broken = input.sendAnyway ? undefined : brokenRules(ready.value.shipment.findings);
  if (broken) return broken;
  const begun = await begin(means, ready.value);
  if (!begun.ok) return begun;
  const { record, before } = begun.value;
  means.underWay.add(record.id);
  try {
    return await carryOut(means, input, { ...ready.value, record: before }, record, operation);
  } catch (error) {
    keepRecord(means.kit, record.id, { state: 'failed', sentBy: undefined });
    throw error;
  } finally {
    means.underWay.delete(record.id);
  }
}

/** The record that is to be sent; one that is on its way, or was taken, is not sent again. */
function recordOf({ kit, underWay }: SendMeans, id: string | undefined): Reply<SubmissionRecord | undefined> {
  if (id === undefined) return ok(undefined);
  const record = kit.store.submissions.get(id);
  if (!record) return fail('not-found', `There is no submission ${id}.`, 'Look in the list of submissions.');
  if (record.state === 'sending' || underWay.has(id))
    return fail('invalid-input', 'It is being sent already.', 'Wait until that ends, or cancel it.');
  if (record.state === 'accepted' || record.state === 'held')
    return fail('invalid-input', 'The payer accepted it already.', 'Make a new submission to send more.');
  return ok(record);
}

async function makeReady(means: SendMeans, input: Input, signal: AbortSignal): Promise<Reply<Ready>> {
  const { kit, heavy, desk } = means;
  const found = recordOf(means, input.id);
  if (!found.ok) return found;
  const record = found.value;
  const taskId = input.taskId ?? record?.taskId;
  const task = taskId ? await readAskedTask(desk, { task: taskId, source: input.source }, signal) : undefined;
  if (task && !task.ok) return task;
  const partner = input.partner ?? (record?.connectionId ? { connection: record.connectionId } : undefined);
  const destination = await destinationOf(kit, heavy, {
    partner,
    to: input.to ?? givenTo(record),
    payerUrl: task?.value.asked.payerUrl,
    taskBase: task?.value.named.partner.baseUrl,
    ask: true,
    signal,
  });
  if (!destination.ok) return destination;
  const shipment = await makeShipment(
    means,
    input,
    { destination: destination.value, task: task?.value, record },
    signal,
  );
  if (!shipment.ok) return shipment;
  const findings = worstFirst([
    ...(task ? checkAnswered(task.value.current.reading.status) : []),
    ...shipment.value.findings,
  ]);
  return ok({
    shipment: { ...shipment.value, findings },
    destination: destination.value,
    ...(task ? { task: task.value } : {}),
    ...(record ? { record } : {}),
  });
}

/** Where a person wanted a record to go; what was found out for it is found out anew. */
const givenTo = (record: SubmissionRecord | undefined): string | undefined =>
  record?.target === undefined || record.target.source === 'given' ? record?.to : undefined;

async function makeShipment(
  { kit, heavy }: SendMeans,
  input: Input,
  {
    destination,
    task,
    record,
  }: { destination: Destination; task: AskedTask | undefined; record: SubmissionRecord | undefined },
  signal: AbortSignal,
): Promise<Reply<Shipment>> {
  const { partner } = destination;
  const version = partner.cdexVersion;
  if (input.parameters)
    return givenShipment(kit, heavy, input.parameters, { version, asked: task !== undefined, signal });
  const asked = input.request ?? record?.request;
  if (!asked)
    return fail(
      'invalid-input',
      'Nothing is said to be submitted.',
      'Give a request, Parameters, or the id of a record.',
      {
        details: ['request: or parameters or id is needed'],
      },
    );
  if (!input.request && record?.sent && asked.attachments.length === 0)
    return fail('invalid-input', 'It was sent as Parameters, which are not kept here.', 'Give the Parameters again.');
  const source = input.source ? resolvePartner(kit, input.source) : undefined;
  if (source && !source.ok) return source;
  const request = await withDefaults(kit, heavy, partner, asked);
  const now = new Date(kit.ports.clock.now()).toISOString();
  const own = source?.value ?? task?.named.partner;
  const prepared = await prepare(
    { kit, heavy, signal, request, source: own, now },
    { version, ...(task ? { asked: { multipleSubmits: task.asked.multipleSubmits } } : {}) },
  );
  return prepared.ok ? ok(composedShipment(prepared.value, request)) : prepared;
}

function brokenRules(findings: readonly Finding[]): Reply<never> | undefined {
  const broken = findings.filter(({ severity }) => severity === 'error');
  const [first] = broken;
  if (!first) return undefined;
  return fail(
    'rules-failed',
    `The submission breaks ${first.rule}: ${first.message}`,
    first.next ?? 'Correct it, or send it anyway.',
    { requirement: first.rule, details: broken.map(({ path, message }) => `${path}: ${message}`) },
  );
}

/**
 * Keeps it before it leaves: whatever happens to this process, it is known that it was sent, and where to. Looks once more whether it may
 * be, in the same transaction: another window or process may have sent it while this one read what it needs.
 */
async function begin(
  means: SendMeans,
  { shipment, destination, task, record }: Ready,
): Promise<Reply<{ record: SubmissionRecord; before: SubmissionRecord | undefined }>> {
  const { kit } = means;
  const { partner, target } = destination;
  const { sent } = shipment;
  const findings = worstFirst([...targetFindings(destination), ...shipment.findings]);
  const request = await lightRequest(kit, shipment.request);
  return kit.store.write(() => {
    const still = recordOf(means, record?.id);
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

async function carryOut(
  means: SendMeans,
  input: Input,
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
  const ended = await sendAll(kit, shipment, sending, {
    split: input.split && ways.mayBeSeveral && ways.attachments > 1,
    ...triedBefore(record, shipment, sending.url),
  });
  if (ended.error) ended.error = withWithheldAdvice(ended.error, destination);
  if (ended.error?.httpStatus === 413) {
    const { partner, url } = sending;
    ended.error = await withSizeAdvice(kit, heavy, { error: ended.error, partner, url, ways });
  }
  const accepted = ended.result === 'accepted' || ended.result === 'held';
  const kept = keepRecord(kit, id, { state: stateOf(ended), sentBy: undefined });
  tell(kit, ready, ended);
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

/** What earlier tries at the same have shown. */
interface TriedBefore {
  /** Parts the payer has already, by their numbers. */
  taken: ReadonlySet<number>;
  /** Whether this address answered the whole with 413: a 4xx is never sent unchanged. */
  wasTooLarge: boolean;
}

function triedBefore(record: SubmissionRecord | undefined, { sent }: Shipment, url: string): TriedBefore {
  const same = record?.sent !== undefined && JSON.stringify(record.sent) === JSON.stringify(sent);
  const attempts = same ? record.attempts : [];
  const taken = attempts.filter(({ result }) => result === 'accepted' || result === 'held');
  return {
    taken: new Set(taken.flatMap(({ part }) => part ?? [])),
    wasTooLarge: record?.to === url && attempts.findLast(({ part }) => part === undefined)?.result === 'too-large',
  };
}

/** As one; and, where that is too large and it may be split, each attachment on its own, as far as none is refused. */
async function sendAll(
  kit: Kit,
  shipment: Shipment,
  sending: Sending,
  { split, taken, wasTooLarge }: TriedBefore & { split: boolean },
): Promise<Ended> {
  const isBegun = split && shipment.split !== undefined && (taken.size > 0 || wasTooLarge);
  const whole = isBegun ? undefined : await sendPieces(kit, shipment.pieces, sending);
  if (whole && (whole.result !== 'too-large' || !split || !shipment.split)) return whole;
  let held = false;
  let last: Ended | undefined = whole;
  for (const [index, pieces] of (shipment.split?.() ?? []).entries()) {
    const part = index + 1;
    if (taken.has(part)) continue;
    last = await sendPieces(kit, pieces, sending, part);
    if (last.result !== 'accepted' && last.result !== 'held') return last;
    held ||= last.result === 'held';
  }
  const end = last ?? { result: 'accepted', httpStatus: null, exchangeId: '' };
  return held ? { ...end, result: 'held' } : end;
}

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

function tell({ store }: Kit, { shipment, destination }: Ready, { result, httpStatus, exchangeId }: Ended): void {
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
