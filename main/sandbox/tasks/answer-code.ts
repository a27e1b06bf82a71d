import type { Patient, Task } from '@medplum/fhirtypes';
import type { SandboxRepository } from '../fhir/repository.ts';
import { documentsLike } from './member-documents.ts';
import { requestsOf } from './read-task.ts';
import { dataOutput, NO_RESULTS, type TaskAnswer } from './task-answer.ts';

/** Points at the member's documents of the requested kind; without any the Task fails (HRex Task Data Request). */
export function answerCode(repository: SandboxRepository, task: Task, member: Patient & { id: string }): TaskAnswer {
  const wanted = requestsOf(task, 'data-request-code').flatMap(
    ({ valueCodeableConcept }) => valueCodeableConcept ?? [],
  );
  const found = wanted.flatMap((concept) => documentsLike(repository, member.id, concept));
  if (!found.length) return { status: 'failed', reason: NO_RESULTS };
  return {
    status: 'completed',
    note: found.length === 1 ? '1 document found' : `${found.length} documents found`,
    output: found.map(({ id }) => dataOutput(`DocumentReference/${id}`)),
  };
}
