import { setImmediate as nextTurn } from 'node:timers/promises';
import { matchPush } from '../../../shared/cdex/match-push.ts';
import type { Push } from '../../../shared/domain/push.ts';
import { asksForAttachments, type TaskRecord } from '../../../shared/domain/task.ts';
import { identifierValue } from '../../../shared/fhir/identifier.ts';
import type { Store } from '../../store/store.ts';
import { matchingOf, namesIn, type PlaceStore } from './place-push.ts';

/** What matching reads and writes. */
type HeldStore = PlaceStore & Pick<Store, 'write'>;

/** Pushes that are looked at in one transaction. */
const atOnce = 100;
/** Tasks looked at that have one name. */
const mostTasks = 50;

type Named = Pick<TaskRecord, 'trackingId' | 'adminRef' | 'claim'>;

const namesOf = ({ trackingId, adminRef, claim }: Named): string[] => [
  ...new Set([trackingId, adminRef, claim].flatMap((name) => (name ? [identifierValue(name)] : []))),
];

/**
 * Joins the pushes that waited for a Task of ours which was just written: the first of them in the same transaction, as many as there are
 * soon after it. A Task whose names are as they were `before` has been looked at already.
 */
export function matchHeld(store: HeldStore, task: TaskRecord, before: TaskRecord | undefined, now: number): void {
  if (task.side !== 'sent' || !asksForAttachments(task)) return;
  const names = namesOf(task);
  if (before && asksForAttachments(before) && String(namesOf(before)) === String(names)) return;
  if (names.length === 0) return;
  for (const name of names) {
    const { next } = matchStep(store, name, () => now);
    if (next !== undefined) setImmediate(() => void goOn(store, name, now, next));
  }
}

/** What did not fit into the transaction. When it cannot be done, the next console that stays does it when it starts. */
async function goOn(store: HeldStore, name: string, now: number, from: string): Promise<void> {
  await matchNamed(store, name, () => now, from).catch(() => undefined);
}

/** Joins the pushes that wait under a name, those after the id `from`, transaction by transaction. Answers how many were joined. */
export async function matchNamed(store: HeldStore, name: string, now: () => number, from = '0'): Promise<number> {
  let joined = 0;
  for (let after: string | undefined = from; after !== undefined; ) {
    const at: string = after;
    const step = store.write(() => matchStep(store, name, now, at));
    joined += step.joined;
    after = step.next;
    if (after !== undefined) await nextTurn();
  }
  return joined;
}

/** One step of it, within a transaction; `next` is where to go on, unless that was all. */
function matchStep(store: PlaceStore, name: string, now: () => number, after?: string) {
  const held = store.pushes.heldFor(name, atOnce, after);
  const joined = held.filter((push) => matchAgain(store, push, now())).length;
  return { joined, next: held.length < atOnce ? undefined : held.at(-1)?.id };
}

/** Looks once more for what a waiting push belongs to; answers whether it was found. What was decided by hand stays. */
function matchAgain(store: PlaceStore, push: Push, now: number): boolean {
  if (push.kind !== 'submission' || push.match?.by.includes('hand') || push.match?.state === 'matched') return false;
  const found = matchPush(push, store.tasks.named(namesIn(push), mostTasks), matchingOf(store));
  if (found.state === push.match?.state && found.says === push.match.says) return false;
  const at = new Date(now).toISOString();
  store.pushes.patch(push.id, { match: found.state === 'matched' ? { ...found, at } : found });
  return found.state === 'matched';
}
