import type { VersionChange } from '../domain/task.ts';
import { type ElidedBase64, type ElidedDepth, type ElidedText, elide } from '../fhir/elide.ts';
import { isObject, type JsonObject, textOf } from '../fhir/json.ts';

/** Longer texts of a value are cut here, in UTF-16 units. */
const longest = 2_000;
/** Deeper than any resource; what lies below is compared as a whole. */
const deepest = 400;
/** Changes told of; a pair of Tasks that have nothing in common would fill the screen. */
const most = 1_000;

/** What every server writes anew with each version. */
const ofEveryVersion = ['versionId', 'lastUpdated'];

const counted = (count: number) => count.toLocaleString('en');

/** Notes that stand for long values, in words. */
function chip(note: Partial<ElidedBase64 & ElidedText & ElidedDepth>): string | undefined {
  if (note.$base64) return `(base64, ${counted(note.$base64.bytes)} bytes)`;
  if (note.$text) return `(text, ${counted(note.$text.length)} characters)`;
  return note.$deep ? '(nested deeper)' : undefined;
}

/** A value as JSON text, long ones elided. */
function shown(value: unknown, key: string): string {
  // Elided under its own name, for that says whether a text is base64.
  const short = (elide({ [key]: value }) as JsonObject)[key];
  const text = JSON.stringify(short, (_, one) => (isObject(one) ? (chip(one) ?? one) : one)) ?? '';
  return text.length > longest ? `${text.slice(0, longest)}… (${counted(text.length)} characters)` : text;
}

/**
 * What differs between two versions of a Task, in the order of the newer one. Places are FHIRPath-like; contained resources are compared
 * by their id wherever they stand; meta.versionId and meta.lastUpdated, which always differ, are left out. At most a thousand changes.
 */
export function diffVersions(before: unknown, after: unknown): VersionChange[] {
  const changes: VersionChange[] = [];

  function note(path: string, key: string, old: unknown, fresh: unknown): void {
    if (changes.length >= most) return;
    const kind = old === undefined ? 'added' : fresh === undefined ? 'removed' : 'changed';
    changes.push({
      path,
      kind,
      ...(old === undefined ? {} : { before: shown(old, key) }),
      ...(fresh === undefined ? {} : { after: shown(fresh, key) }),
    });
  }

  function compare(path: string, key: string, old: unknown, fresh: unknown, depth: number): void {
    if (old === fresh || changes.length >= most) return;
    if (depth < deepest && isObject(old) && isObject(fresh)) members(path, old, fresh, depth);
    else if (depth < deepest && Array.isArray(old) && Array.isArray(fresh))
      (path.endsWith('.contained') ? byId : byPlace)(path, old, fresh, depth);
    else if (!same(old, fresh)) note(path, key, old, fresh);
  }

  function members(path: string, old: JsonObject, fresh: JsonObject, depth: number): void {
    const left = path === 'Task.meta' ? ofEveryVersion : [];
    for (const key of new Set([...Object.keys(fresh), ...Object.keys(old)]))
      if (!left.includes(key)) compare(`${path}.${key}`, key, own(old, key), own(fresh, key), depth + 1);
  }

  function byId(path: string, old: unknown[], fresh: unknown[], depth: number): void {
    const [olds, freshes] = [named(old), named(fresh)];
    for (const id of new Set([...freshes.keys(), ...olds.keys()]))
      compare(`${path}.where(id='${id}')`, '', olds.get(id), freshes.get(id), depth + 1);
  }

  /** Places count from the newer list; what both begin and end with is not moved by something put in between. */
  function byPlace(path: string, old: unknown[], fresh: unknown[], depth: number): void {
    const shorter = Math.min(old.length, fresh.length);
    let [start, end] = [0, 0];
    while (start < shorter && same(old[start], fresh[start])) start += 1;
    while (end < shorter - start && same(old[old.length - 1 - end], fresh[fresh.length - 1 - end])) end += 1;
    const between = Math.max(old.length, fresh.length) - end;
    for (let at = start; at < between; at += 1)
      compare(
        `${path}[${at}]`,
        '',
        at < old.length - end ? old[at] : undefined,
        at < fresh.length - end ? fresh[at] : undefined,
        depth + 1,
      );
  }

  compare('Task', '', withMeta(before), withMeta(after), 0);
  return changes;
}

/** A Task without meta differs from one with the members every version has in nothing that is told. */
const withMeta = (task: unknown): unknown => (isObject(task) && !isObject(task.meta) ? { ...task, meta: {} } : task);

const own = (object: JsonObject, key: string): unknown => (Object.hasOwn(object, key) ? object[key] : undefined);

/** Resources by their ids; one without stands by its place. */
const named = (list: unknown[]): Map<string, unknown> =>
  new Map(list.map((one, index) => [(isObject(one) && textOf(one.id)) || `at ${index}`, one]));

/** Whether two values are the same JSON, whatever the order of their members. */
function same(a: unknown, b: unknown, depth = 0): boolean {
  if (a === b) return true;
  if (depth >= deepest) return false;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((one, index) => same(one, b[index], depth + 1));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key], depth + 1))
  );
}
