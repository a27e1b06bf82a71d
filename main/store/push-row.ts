import { type Push, statusOf } from '../../shared/domain/push.ts';
import { identifierValue } from '../../shared/fhir/identifier.ts';

/** Signs of a push that can be searched: more would let one hostile sender slow the search of everybody. */
const wordsKept = 2_000;

/** Signs of a digest that are looked up; the record tells the whole. */
export const digestKept = 16;

/** The columns of a push, in the order of the table after its id; what is looked for, beside what is shown. */
export const pushColumns =
  'at, kind, duplicate_of, state, task, answered, waits_until, tracking_value, last, admin_ref, digest, exchange_id, words';

/** Its values in that order. */
export function pushValues(push: Omit<Push, 'id'>) {
  const { match, duplicateOf, waitsUntil, trackingId, adminRef, digest } = push;
  return [
    Date.parse(push.at),
    push.kind,
    duplicateOf === undefined ? null : Number(duplicateOf),
    match?.state ?? null,
    match?.taskId === undefined ? null : Number(match.taskId),
    statusOf(push) ?? null,
    waitsUntil ? Date.parse(waitsUntil) : null,
    trackingId ? identifierValue(trackingId) : null,
    push.kind === 'submission' && push.final !== false ? 1 : 0,
    adminRef ? identifierValue(adminRef) : null,
    digest?.slice(0, digestKept) ?? null,
    Number(push.exchangeId),
    wordsOf(push),
  ];
}

/** All that can be searched for, in lower case. */
function wordsOf(push: Omit<Push, 'id'>): string {
  const { title, trackingId, adminRef, memberId, attachTo, kind, notification, sender, attachments } = push;
  const others = [push.payerId, push.providerId, push.organizationId].map((id) => id && identifierValue(id));
  const inside = attachments.slice(0, 100).flatMap(({ code, title: named }) => [code, named]);
  return [title, trackingId, adminRef, memberId, ...others, attachTo, kind, notification, sender, ...inside]
    .filter((one) => one !== undefined)
    .join(' ')
    .slice(0, wordsKept)
    .toLowerCase();
}
