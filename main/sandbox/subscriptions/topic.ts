import type { Subscription, Task } from '@medplum/fhirtypes';
import type { SandboxRepository } from '../fhir/repository.ts';
import { parseSearch } from '../fhir/search-query.ts';
import { parseFilter } from './parse-filter.ts';
import { filtersOf } from './read-subscription.ts';

/** What the topic asks of a Task, before and after: status:not=draft&intent=order. */
const passes = ({ status, intent }: Pick<Task, 'status' | 'intent'>): boolean =>
  status !== 'draft' && intent === 'order';

/** Whether a written Task is an event of the topic: both it and the version before pass; a new one only has to pass itself. */
export function isTopicEvent(repository: SandboxRepository, task: Task & { id: string }): boolean {
  if (!passes(task)) return false;
  const text = "SELECT json FROM history WHERE type = 'Task' AND id = ? AND version < ? ORDER BY version DESC LIMIT 1";
  const before = repository.database.get<{ json: string | null }>(text, [task.id, Number(task.meta?.versionId)])?.json;
  return before == null || passes(JSON.parse(before) as Task);
}

/** Whether a Task, as it is in the store now, fits every filter of a Subscription. */
export function fitsFilters(repository: SandboxRepository, subscription: Subscription, taskId: string): boolean {
  const pairs = filtersOf(subscription).flatMap(parseFilter);
  const query = parseSearch(repository.definitions, ['Task'], [['_id', taskId], ...pairs]);
  return repository.find({ ...query, count: 0 }).total === 1;
}
