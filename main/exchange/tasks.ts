import type { Task } from '@medplum/fhirtypes';
import type { Reply } from '../../shared/contract/errors.ts';
import type { Answer } from './answer.ts';
import type { Door } from './door.ts';
import { answered, type Context, fhirClient } from './fhir-client.ts';
import type { Partner } from './partner.ts';

/** POST [base]/Task. The guide's figures answer 200, R4 says 201; both are taken, with or without a body (digest C). */
export const createTask = (door: Door, partner: Partner, task: Task, context: Context = {}): Promise<Reply<Answer>> =>
  answered(
    fhirClient(door, partner, { approach: 'task', note: 'create', expects: 'resource-or-nothing', ...context }).create({
      resourceType: 'Task',
      body: task as never,
      options: { headers: { 'content-type': 'application/fhir+json' } },
    }),
  );

/** GET [base]/Task/[id], conditional when an ETag of an earlier read is given: 304 says nothing changed. */
export const readTaskResource = (
  door: Door,
  partner: Partner,
  taskId: string,
  etag: string | undefined,
  context: Context = {},
): Promise<Reply<Answer>> =>
  answered(
    fhirClient(door, partner, {
      approach: 'task',
      note: 'poll',
      ...context,
      ...(etag ? { headers: { 'if-none-match': etag } } : {}),
    }).read({ resourceType: 'Task', id: taskId }),
  );

/** DELETE [base]/Task/[id]. Only where the server declares it: the guide knows no way to take a Task back. */
export const deleteTask = (
  door: Door,
  partner: Partner,
  taskId: string,
  context: Context = {},
): Promise<Reply<Answer>> =>
  answered(
    fhirClient(door, partner, {
      approach: 'task',
      note: 'delete',
      expects: 'resource-or-nothing',
      ...context,
    }).delete({ resourceType: 'Task', id: taskId }),
  );
