import type { MatchReason, Push, PushMatch } from '../domain/push.ts';
import type { ReceiverSetup } from '../domain/receiver.ts';
import { asksForAttachments, isFinal, type TaskRecord } from '../domain/task.ts';
import { identifierValue } from '../fhir/identifier.ts';

/** What of a push can name a request. */
export type PushNames = Pick<Push, 'kind' | 'trackingId' | 'adminRef' | 'memberId' | 'payerId' | 'attachTo'>;

/** How tracking ids are compared: by system and value, or by the value alone. */
export type Matching = ReceiverSetup['matching'];

/** A match before it is known when it was made. */
type Found = Omit<PushMatch, 'at'>;

const sameValue = (one: string | undefined, other: string | undefined) =>
  one !== undefined && other !== undefined && identifierValue(one) === identifierValue(other);

/**
 * Why a push could belong to a Task of ours, the surest first. The guide's own examples write one tracking id under two systems, so that
 * comparing values alone is a choice. A submission does not name its claim; some sources use the claim's number to track it by.
 */
export function reasonsFor(push: PushNames, task: TaskRecord, matching: Matching): MatchReason[] {
  const same = (one: string | undefined, other: string | undefined) =>
    matching === 'strict' ? one !== undefined && one === other : sameValue(one, other);
  const { trackingId, adminRef, memberId } = push;
  const by: MatchReason[] = [];
  if (trackingId !== undefined && trackingId === task.trackingId) by.push('tracking-id');
  if (same(adminRef, task.adminRef)) by.push('admin-ref');
  if (!by.includes('tracking-id') && same(trackingId, task.trackingId)) by.push('tracking-value');
  if (same(trackingId, task.claim) || same(adminRef, task.claim)) by.push('claim');
  if (sameValue(memberId, task.member)) by.push('member');
  return by;
}

const words: Record<MatchReason, string> = {
  hand: 'it was joined by hand',
  'tracking-id': 'the tracking id is the same',
  'admin-ref': 'the administrative reference number is the same',
  'tracking-value': 'the tracking id has the same value under another system',
  claim: 'it is tracked by the number of the claim',
  subscription: 'the subscription told of it',
  member: 'the member is the same',
};

/** The reasons as words: `the tracking id is the same, and the member is the same`. */
export const sayReasons = (by: readonly MatchReason[]): string => by.map((reason) => words[reason]).join(', and ');

/** A Task in a sentence. */
export const sayTask = ({ taskId, asked }: Pick<TaskRecord, 'taskId' | 'asked'>): string =>
  `Task ${taskId}${asked ? ` (${asked})` : ''}`;

/** The order of certainty; a member alone proves nothing. */
const certain: readonly MatchReason[] = ['tracking-id', 'admin-ref', 'tracking-value', 'claim'];

/** What a push belongs to, among the Tasks of ours that it could name. Pure. */
export function matchPush(push: PushNames, tasks: readonly TaskRecord[], matching: Matching): Found {
  if (push.kind !== 'submission') return byNature(push.kind);
  const found = tasks
    .filter(asksForAttachments)
    .map((task) => ({ task, by: reasonsFor(push, task, matching) }))
    .filter(({ by }) => by.some((reason) => certain.includes(reason)));
  const rank = certain.find((reason) => found.some(({ by }) => by.includes(reason)));
  if (!rank) return { state: 'held', by: [], says: whyHeld(push, tasks, matching) };
  const best = found.filter(({ by }) => by.includes(rank));
  const [first] = best.toSorted((a, b) => likeliness(push, b.task) - likeliness(push, a.task));
  // Several requests may be about one claim; which of them is answered must not be guessed.
  if (!first || (rank === 'claim' && best.length > 1))
    return { state: 'held', by: [], says: `${best.length} requests are about this claim; choose one.` };
  const others = best.length > 1 ? ` ${best.length} requests fit as well; this is the likeliest.` : '';
  return {
    state: 'matched',
    taskId: first.task.id,
    by: first.by,
    says: `Belongs to ${sayTask(first.task)}: ${sayReasons(first.by)}.${others}`,
  };
}

/** Of Tasks of one name: the payer's own, then one that has not ended, then the newest. */
const likeliness = (push: PushNames, task: TaskRecord): number =>
  (sameValue(push.payerId, task.requester) ? 4e15 : 0) + (isFinal(task.status) ? 0 : 2e15) + Date.parse(task.createdAt);

function byNature(kind: PushNames['kind']): Found {
  const says = {
    notification: 'A notification tells of Tasks; it answers none.',
    bundle: 'It does not say which request it answers.',
    resource: 'It does not say which request it answers.',
    unexpected: 'It is nothing that answers a request.',
    submission: '',
  };
  return { state: 'none', by: [], says: says[kind] };
}

function whyHeld(push: PushNames, tasks: readonly TaskRecord[], matching: Matching): string {
  if (!push.trackingId) return 'It names no tracking id; it is held until it is joined to a request by hand.';
  const value = identifierValue(push.trackingId);
  if (matching === 'strict' && tasks.some(({ trackingId }) => sameValue(trackingId, push.trackingId)))
    return `A request has the tracking id ${value} under another system, and matching is strict.`;
  return `No request here has the tracking id ${value}; it is held until one appears.`;
}
