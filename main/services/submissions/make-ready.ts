import { checkAnswered } from '../../../shared/cdex/check-outgoing.ts';
import type { CommandParsed } from '../../../shared/contract/commands.ts';
import { fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import { worstFirst } from '../../../shared/domain/finding.ts';
import type { SubmissionRecord } from '../../../shared/domain/submission.ts';
import type { Heavy } from '../../wire/heavy.ts';
import type { Kit } from '../kit.ts';
import { resolvePartner } from '../partners.ts';
import type { Desk } from '../work/desk.ts';
import { type AskedTask, readAskedTask } from './asked-task.ts';
import { withDefaults } from './defaults.ts';
import { prepare } from './prepare.ts';
import { sendableRecord } from './sendable-record.ts';
import { composedShipment, givenShipment, type Shipment } from './shipment.ts';
import { type Destination, destinationOf } from './target.ts';

/** What `submissions.send` takes. */
export type SendInput = CommandParsed<'submissions.send'>;

/** What sending needs. */
export interface SendMeans {
  kit: Kit;
  heavy: Heavy;
  desk: Desk;
  /** Records this process is sending. */
  underWay: Set<string>;
}

/** A submission ready to leave. */
export interface Ready {
  shipment: Shipment;
  destination: Destination;
  task?: AskedTask;
  record?: SubmissionRecord | undefined;
}

/** Reads and makes what is to be sent, and finds out where to; nothing leaves yet. */
export async function makeReady(means: SendMeans, input: SendInput, signal: AbortSignal): Promise<Reply<Ready>> {
  const { kit, heavy, desk } = means;
  const found = sendableRecord(kit, means.underWay, input.id);
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
  input: SendInput,
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
