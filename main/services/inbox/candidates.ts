import { reasonsFor, sayReasons } from '../../../shared/cdex/match-push.ts';
import type { MatchCandidate } from '../../../shared/contract/inbox.ts';
import { matchReasons, type Push } from '../../../shared/domain/push.ts';
import { asksForAttachments, isFinal, type TaskRecord } from '../../../shared/domain/task.ts';
import { namesIn, type PlaceStore } from './place-push.ts';

/** Requests looked at for the member alone, or because they are open: the newest. */
const newest = 2_000;

/**
 * Tasks of ours a push could belong to, the likeliest first: those it names however its tracking ids are to be compared, those about its
 * member, and then the ones that still wait.
 */
export function candidatesFor({ tasks }: PlaceStore, push: Push, limit: number): MatchCandidate[] {
  const named = tasks.named(namesIn(push), newest);
  const recent = tasks.list({ limit: newest, side: 'sent' });
  const all = [...new Map([...named, ...recent].map((task) => [task.id, task])).values()];
  return all
    .filter(asksForAttachments)
    .map((task) => ({ task, by: reasonsFor(push, task, 'value') }))
    .filter(({ task, by }) => by.length > 0 || !isFinal(task.status))
    .toSorted((a, b) => certainty(a.by) - certainty(b.by) || later(a.task, b.task))
    .slice(0, limit)
    .map(({ task, by }) => ({ task, by, says: sayCandidate(by, task) }));
}

const certainty = ([surest]: MatchCandidate['by']) =>
  surest === undefined ? matchReasons.length : matchReasons.indexOf(surest);

const later = (a: TaskRecord, b: TaskRecord) =>
  Number(isFinal(a.status)) - Number(isFinal(b.status)) || Number(b.id) - Number(a.id);

function sayCandidate(by: MatchCandidate['by'], { status }: TaskRecord): string {
  if (by.length === 0) return 'It asks for attachments and has not ended; nothing in the push names it.';
  const reasons = sayReasons(by);
  const only = by.length === 1 && by[0] === 'member' ? ' That alone proves nothing.' : '';
  const ended = isFinal(status) ? ` The Task is ${status}.` : '';
  return `${reasons.charAt(0).toUpperCase()}${reasons.slice(1)}.${only}${ended}`;
}
