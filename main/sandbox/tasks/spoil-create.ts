import type { Task, TaskInput } from '@medplum/fhirtypes';
import { oldDataRequestCode, systems } from '../../../shared/cdex/codes.ts';
import type { FaultName } from '../../../shared/domain/sandbox-faults.ts';
import { codesOf } from '../../../shared/fhir/datatype.ts';
import type { FhirAnswer } from '../fhir/answer.ts';
import { kindOf, requestsOf } from './read-task.ts';

/** Asks for one hit of a query, or for one of several things; flags are left out. */
function narrowed(task: Task): Task {
  const kind = kindOf(task);
  const [first] = kind ? requestsOf(task, kind) : [];
  if (!first) return task;
  const isKept = (input: TaskInput) =>
    input === first || codesOf(input.type).some((code) => ['payer-url', 'service-date'].includes(code));
  const less: TaskInput = first.valueString ? { ...first, valueString: `${first.valueString}&_count=1` } : first;
  return { ...task, input: task.input?.filter(isKept).map((input) => (input === first ? less : input)) };
}

/** A new Task as it is kept under the faults that change it. */
export function spoilNewTask(faults: readonly FaultName[], task: Task): Task {
  let kept = task;
  if (faults.includes('create-changed')) kept = narrowed(kept);
  if (faults.includes('create-accepted')) kept = { ...kept, status: 'accepted' };
  if (faults.includes('task-old-code') && kindOf(kept)?.startsWith('data-request'))
    kept = { ...kept, code: { coding: [{ system: systems.hrex, code: oldDataRequestCode }] } };
  return kept;
}

/** The answer to the create of a Task under the faults that change it: status, Location, body. */
export function spoilCreated(faults: readonly FaultName[], answer: FhirAnswer): FhirAnswer {
  let spoilt = answer;
  const location = answer.headers.location;
  if (faults.includes('create-200')) spoilt = { ...spoilt, status: 200 };
  if (faults.includes('create-no-location')) {
    const { location: _, ...headers } = spoilt.headers;
    spoilt = { ...spoilt, headers };
  } else if (faults.includes('create-other-id') && location) {
    const other = location.replace(/\/Task\/[^/]+/, '/Task/another-task');
    spoilt = { ...spoilt, headers: { ...spoilt.headers, location: other } };
  }
  if (faults.includes('create-empty')) {
    const { resource: _, ...bare } = spoilt;
    spoilt = bare;
  }
  return spoilt;
}
