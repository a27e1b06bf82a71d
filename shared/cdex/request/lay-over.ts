import { isObject, type JsonObject } from '../../fhir/json.ts';
import { keyed, members, same } from './element-keys.ts';

/** Objects that only hold others: what else they hold stays when the form empties them. */
const shells = new Set(['meta', 'restriction', 'period']);

/** What people call a thing, or of what kind it is: said of the old thing, it does not hold for a new one. */
const captions = ['display', 'text', 'type'];

function objectLaidOver(base: JsonObject, next: JsonObject, mine: JsonObject): JsonObject {
  const known = members(base, next);
  const changed = known.some((name) => !same(base[name], next[name]));
  const stale = (name: string) =>
    changed && captions.includes(name) && typeof mine[name] === 'string' && !known.includes(name);
  return Object.fromEntries(
    members(mine, next)
      .filter((name) => !stale(name))
      .map((name) => [name, laidOver(name, base[name], next[name], mine[name])])
      .filter(([, value]) => value !== undefined),
  ) as JsonObject;
}

/** Inputs that gave way to as many of the same type were corrected, not exchanged: each keeps its place and what else was said of it. */
function withCorrections(old: Map<string, unknown>, now: Map<string, unknown>): Map<string, unknown> {
  const typeOf = (key: string) => key.split(' ')[0];
  const gone = [...old.keys()].filter((key) => !now.has(key));
  const come = [...now.keys()].filter((key) => !old.has(key));
  const renamed = new Map<string, string>();
  for (const type of new Set(come.map(typeOf))) {
    const [from, to] = [gone.filter((key) => typeOf(key) === type), come.filter((key) => typeOf(key) === type)];
    if (from.length === to.length) for (const [at, key] of to.entries()) renamed.set(key, from[at] ?? key);
  }
  return new Map([...now].map(([key, element]) => [renamed.get(key) ?? key, element]));
}

/** Where a new element belongs: behind the one it follows, else before the one that follows it, else at the end. */
function placeOf(key: string, now: readonly string[], order: readonly string[]): number {
  const at = now.indexOf(key);
  const before = now.slice(0, at).findLast((one) => order.includes(one));
  if (before !== undefined) return order.indexOf(before) + 1;
  const after = now.slice(at + 1).find((one) => order.includes(one));
  return after === undefined ? order.length : order.indexOf(after);
}

function listLaidOver(member: string, base: unknown[], next: unknown[], mine: unknown[]): unknown[] | undefined {
  const [old, here, written] = [keyed(member, base), keyed(member, mine), keyed(member, next)];
  const now = member === 'input' ? withCorrections(old, written) : written;
  const result = new Map<string, unknown>();
  for (const [key, element] of here) {
    if (now.has(key)) result.set(key, laidOver(member, old.get(key), now.get(key), element));
    else if (!old.has(key)) result.set(key, element);
  }
  const order = [...result.keys()];
  for (const [key, element] of now) {
    // What both versions of the form have alike and mine has not was taken out by hand.
    if (result.has(key) || (old.has(key) && same(old.get(key), element))) continue;
    result.set(key, element);
    order.splice(placeOf(key, [...now.keys()], order), 0, key);
  }
  if (order.length === 0) return undefined;
  // What the form knows stands in the form's order, between what it does not know.
  const inOrder = [...now.keys()].filter((key) => result.has(key)).values();
  return order.map((key) => result.get(now.has(key) ? (inOrder.next().value ?? key) : key));
}

function removed(member: string, base: unknown, mine: unknown): unknown {
  if (!shells.has(member) || !isObject(base) || !isObject(mine)) return undefined;
  const left = objectLaidOver(base, {}, mine);
  return Object.keys(left).length > 0 ? left : undefined;
}

/**
 * What changed between two versions of a thing (`base` to `next`), done to a third, `mine`, that was made of the first and edited since:
 * where the two agree, mine is kept; where they differ, the change wins. Undefined where nothing is left. `member` is the name it stands under.
 */
export function laidOver(member: string, base: unknown, next: unknown, mine: unknown): unknown {
  if (same(base, next)) return mine;
  if (next === undefined) return removed(member, base, mine);
  if (isObject(next) && isObject(mine)) return objectLaidOver(isObject(base) ? base : {}, next, mine);
  if (Array.isArray(next) && Array.isArray(mine))
    return listLaidOver(member, Array.isArray(base) ? base : [], next, mine);
  return next;
}
