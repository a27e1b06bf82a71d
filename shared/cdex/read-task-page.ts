import { dig, isObject, listOf, textOf } from '../fhir/json.ts';
import { type TaskReading, readTask } from './read-task.ts';

/** A Task in a searchset, with where it stands there. */
export interface TaskInPage {
  /** JSON pointer. */
  pointer: string;
  taskId: string;
  reading: TaskReading;
}

/**
 * The Tasks of a searchset that ask somebody for something: whoever's intent says otherwise (a plan, a proposal) is left out, one without
 * intent is a request with a fault. Entries that came along (search mode include, outcome) are not matches.
 */
export function readTaskPage(bundle: unknown, baseUrl: string): TaskInPage[] {
  return listOf(dig(bundle, 'entry')).flatMap((entry, index) => {
    const task = dig(entry, 'resource');
    const mode = textOf(dig(entry, 'search', 'mode')) ?? 'match';
    const taskId = textOf(dig(task, 'id'));
    if (!isObject(task) || task.resourceType !== 'Task' || mode !== 'match' || !taskId) return [];
    if ((textOf(task.intent) ?? 'order') !== 'order') return [];
    return [{ pointer: `/entry/${index}/resource`, taskId, reading: readTask(task, baseUrl) }];
  });
}
