import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { ReadRequest } from '../../shared/contract/tasks.ts';
import type { ExchangeSide } from '../../shared/domain/exchange.ts';
import type { TaskRecord } from '../../shared/domain/task.ts';
import type { Heavy } from '../wire/heavy.ts';
import { requestBehind } from '../wire/jobs.ts';
import { openBody } from './bodies.ts';
import type { Kit } from './kit.ts';
import { workOnBody } from './work-on-body.ts';

/** A Task we hold, by our id, or one given as JSON. */
export type TaskSource = { id: string } | { task?: unknown };

/**
 * The request behind a Task, to be corrected and sent again. Of a Task we hold the newest answer that brought it counts; where that is gone
 * or held none, the one it was created by, and at last what we sent. What belongs to the Task's life (id, status, outputs) is left out.
 */
export async function readRequest(kit: Kit, heavy: Heavy, source: TaskSource): Promise<Reply<ReadRequest>> {
  const now = new Date(kit.ports.clock.now()).toISOString();
  if ('id' in source) return requestOfKept(kit, heavy, source.id, now);
  const read = requestBehind(source.task, now);
  if (read) return ok(read);
  return fail('invalid-input', 'This JSON is not a Task.', 'Give a resource whose resourceType is Task.', {
    details: ['task: a FHIR Task is needed'],
  });
}

async function requestOfKept(kit: Kit, heavy: Heavy, id: string, now: string): Promise<Reply<ReadRequest>> {
  const record = kit.store.tasks.get(id);
  if (!record) return fail('not-found', `No Task ${id} is known here.`, 'List the Tasks.');
  for (const { exchangeId, side, pointer } of placesOf(record)) {
    const body = await openBody(kit, exchangeId, side);
    if (!body.ok) continue;
    // A create may be answered by nothing, or by a page: that is no JSON.
    const read = await workOnBody(heavy, body.value, 'readRequest', pointer, now).catch(() => undefined);
    if (read) return ok(read);
  }
  return fail('not-found', 'No exchange that is kept shows this Task.', 'Read the Task now, then try again.');
}

const placesOf = ({ lastVersion, createExchangeId }: TaskRecord) => {
  const created = { exchangeId: createExchangeId, pointer: '' };
  const last = lastVersion ? [{ exchangeId: lastVersion.exchangeId, pointer: lastVersion.pointer ?? '' }] : [];
  return [
    ...[...last, created].map((place) => ({ ...place, side: 'response' as ExchangeSide })),
    { ...created, side: 'request' as ExchangeSide },
  ];
};
