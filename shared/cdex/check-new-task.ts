import type { Finding } from '../domain/finding.ts';
import { taskStatuses } from '../domain/task.ts';
import { isObject, textOf } from '../fhir/json.ts';
import { error, warning } from './findings.ts';

/** What only the answerer of a Task writes; `contained` may be its sender's too. */
const ofTheAnswerer = ['statusReason', 'businessStatus', 'output'];

/**
 * What a Task that is about to be created says of a life it has not begun, to be told beside what checkTask finds: a consumer creates it as
 * requested, and the source writes the rest. A status outside the seven is told there. Source: CDex, Task based approach, creating a Task.
 */
export function checkNewTask(task: unknown): Finding[] {
  if (!isObject(task)) return [];
  const status = textOf(task.status);
  const known = taskStatuses.some((one) => one === status);
  const found: Finding[] = [];
  if (known && status !== 'requested') {
    const message = `A Task is created as requested; this one says ${status}.`;
    found.push(error('new-task', 'Task.status', message, 'Set it to requested.'));
  }
  const early = ofTheAnswerer.filter((name) => task[name] !== undefined);
  for (const name of early) {
    const message = `Task.${name} belongs to the answer, and nobody has answered yet.`;
    found.push(warning('new-task', `Task.${name}`, message, 'Leave it out.'));
  }
  return found;
}
