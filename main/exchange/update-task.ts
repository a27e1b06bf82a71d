import type { Reply } from '../../shared/contract/errors.ts';
import type { Answer } from './answer.ts';
import type { Door } from './door.ts';
import { answered, type Context, fhirClient } from './fhir-client.ts';
import type { Partner } from './partner.ts';

/**
 * PUT [base]/Task/[id], with If-Match where an ETag is known: a server that keeps versions then refuses with 412 what would undo somebody
 * else's change (FHIR R4, http.html#concurrency). `text` is the Task as JSON.
 */
export const updateTask = (
  door: Door,
  partner: Partner,
  task: { id: string; text: string; etag?: string | undefined },
  context: Context = {},
): Promise<Reply<Answer>> =>
  answered(
    fhirClient(door, partner, { approach: 'task', note: 'answer', expects: 'resource-or-nothing', ...context }).update({
      resourceType: 'Task',
      id: task.id,
      body: task.text as never,
      options: {
        headers: { 'content-type': 'application/fhir+json', ...(task.etag ? { 'if-match': task.etag } : {}) },
      },
    }),
  );
