import { matchPush } from '../../../shared/cdex/match-push.ts';
import type { Push } from '../../../shared/domain/push.ts';
import { asksForAttachments, type TaskRecord } from '../../../shared/domain/task.ts';
import { identifierValue } from '../../../shared/fhir/identifier.ts';
import { matchingOf, namesIn, type PlaceStore } from './place-push.ts';

/** Pushes of one name that are matched at once; more than ever waited for one request. */
const atOnce = 500;
/** Tasks looked at that have one name. */
const mostTasks = 50;

type Named = Pick<TaskRecord, 'trackingId' | 'adminRef' | 'claim'>;

const namesOf = ({ trackingId, adminRef, claim }: Named): string[] => [
  ...new Set([trackingId, adminRef, claim].flatMap((name) => (name ? [identifierValue(name)] : []))),
];

/**
 * Joins the pushes that waited for a Task of ours which was just written; in the same transaction. A Task whose names are as they were
 * `before` has been looked at already.
 */
export function matchHeld(store: PlaceStore, task: TaskRecord, before: TaskRecord | undefined, now: number): void {
  if (task.side !== 'sent' || !asksForAttachments(task)) return;
  const names = namesOf(task);
  if (before && asksForAttachments(before) && String(namesOf(before)) === String(names)) return;
  if (names.length === 0) return;
  for (const push of store.pushes.heldFor(names, atOnce)) matchAgain(store, push, now);
}

/** Looks once more for what a waiting push belongs to; answers whether it was found. What was decided by hand stays. */
export function matchAgain(store: PlaceStore, push: Push, now: number): boolean {
  if (push.kind !== 'submission' || push.match?.by.includes('hand') || push.match?.state === 'matched') return false;
  const found = matchPush(push, store.tasks.named(namesIn(push), mostTasks), matchingOf(store));
  if (found.state === push.match?.state && found.says === push.match.says) return false;
  const at = new Date(now).toISOString();
  store.pushes.patch(push.id, { match: found.state === 'matched' ? { ...found, at } : found });
  return found.state === 'matched';
}
