import { isObject, type JsonObject, listOf, objectsOf, textOf } from '../fhir/json.ts';

/** What belongs to the life of one Task on one server, not to the request it makes. */
const lifecycle = ['id', 'statusReason', 'businessStatus', 'executionPeriod', 'lastModified', 'output'];

/** Ids of the contained resources a value refers to; it stops at depths no resource has. */
function referredIn(value: unknown, found: Set<string>, depth = 0): Set<string> {
  if (depth > 60) return found;
  if (Array.isArray(value)) for (const one of value) referredIn(one, found, depth + 1);
  else if (isObject(value)) {
    const reference = textOf(value.reference);
    if (reference?.startsWith('#')) found.add(reference.slice(1));
    for (const one of Object.values(value)) referredIn(one, found, depth + 1);
  }
  return found;
}

/**
 * A Task as a new request: as it would have been sent, without what its server made of it. Contained resources that only its outputs
 * name are left behind. `now` is an ISO instant, the one it is written at. What is no Task comes back as it is.
 */
export function copyTask(task: unknown, now: string): unknown {
  if (!isObject(task)) return task;
  const copy: JsonObject = Object.fromEntries(Object.entries(task).filter(([name]) => !lifecycle.includes(name)));
  if (isObject(copy.meta)) {
    const { versionId: _version, lastUpdated: _updated, source: _source, ...meta } = copy.meta;
    copy.meta = meta;
  }
  if (copy.contained !== undefined) {
    const { contained: _contained, ...rest } = copy;
    const wanted = referredIn(rest, new Set());
    const all = objectsOf(task.contained);
    for (const one of all) if (wanted.has(textOf(one.id) ?? '')) referredIn(one, wanted);
    const kept = listOf(task.contained).filter((one) => isObject(one) && wanted.has(textOf(one.id) ?? ''));
    if (kept.length > 0) copy.contained = kept;
    else delete copy.contained;
  }
  return { ...copy, status: 'requested', authoredOn: now };
}
