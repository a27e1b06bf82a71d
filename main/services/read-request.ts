import { copyTask } from '../../shared/cdex/copy-task.ts';
import { requestOf } from '../../shared/cdex/request-of-task.ts';
import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { ReadRequest } from '../../shared/contract/tasks.ts';
import type { ExchangeSide } from '../../shared/domain/exchange.ts';
import type { TaskRecord } from '../../shared/domain/task.ts';
import { typeOfResource } from '../../shared/fhir/json.ts';
import { getPointer } from '../../shared/fhir/pointer.ts';
import { parseBody } from '../wire/extract.ts';
import { openBody } from './bodies.ts';
import type { Kit } from './kit.ts';

/** A Task we hold, by our id, or one given as JSON. */
export type TaskSource = { id: string } | { task?: unknown };

/**
 * The request behind a Task, to be corrected and sent again. Of a Task we hold the newest answer that brought it counts; where that is gone
 * or held none, the one it was created by, and at last what we sent. What belongs to the Task's life (id, status, outputs) is left out.
 */
export async function readRequest(kit: Kit, source: TaskSource): Promise<Reply<ReadRequest>> {
  const task = 'id' in source ? await keptTask(kit, source.id) : ok(source.task);
  if (!task.ok) return task;
  if (typeOfResource(task.value) !== 'Task')
    return fail('invalid-input', 'This JSON is not a Task.', 'Give a resource whose resourceType is Task.', {
      details: ['task: a FHIR Task is needed'],
    });
  const { request, kept } = requestOf(task.value);
  return ok({ request, kept, task: copyTask(task.value, new Date(kit.ports.clock.now()).toISOString()) });
}

async function keptTask(kit: Kit, id: string): Promise<Reply<unknown>> {
  const record = kit.store.tasks.get(id);
  if (!record) return fail('not-found', `No Task ${id} is known here.`, 'List the Tasks.');
  for (const { exchangeId, side, pointer } of placesOf(record)) {
    const body = await openBody(kit, exchangeId, side);
    if (!body.ok) continue;
    const task = taskIn(await body.value.read(0, body.value.size), pointer);
    if (task !== undefined) return ok(task);
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

function taskIn(body: Buffer, pointer: string): unknown {
  try {
    const found = getPointer(parseBody(body), pointer);
    return typeOfResource(found) === 'Task' ? found : undefined;
  } catch {
    return undefined; // a create may be answered by nothing, or by a page
  }
}
