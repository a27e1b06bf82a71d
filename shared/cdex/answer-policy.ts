import type { AnswerAction, AnswerCondition, AnswerRule } from '../domain/answer-rule.ts';
import type { Push } from '../domain/push.ts';

/** What rules of answering look at. */
export type AskedPush = Pick<
  Push,
  | 'kind'
  | 'trackingId'
  | 'attachTo'
  | 'memberId'
  | 'organizationId'
  | 'providerId'
  | 'sender'
  | 'signed'
  | 'match'
  | 'findings'
>;

const holds = (text: string | undefined, part: string): boolean =>
  text?.toLowerCase().includes(part.toLowerCase()) ?? false;

/** Whether a push meets a condition; an empty one is met by every push. */
function meetsAnswerCondition(when: AnswerCondition, push: AskedPush): boolean {
  const { kind, tracking, attachTo, from, signed, member, matched } = when;
  const senders = [push.sender, push.organizationId, push.providerId];
  return (
    (kind === undefined || push.kind === kind) &&
    (tracking === undefined || holds(push.trackingId, tracking)) &&
    (attachTo === undefined || push.attachTo?.toLowerCase() === attachTo.toLowerCase()) &&
    (from === undefined || senders.some((sender) => holds(sender, from))) &&
    (signed === undefined || (push.signed === true) === signed) &&
    (member === undefined || holds(push.memberId, member)) &&
    (matched === undefined || (push.match?.state === 'matched') === matched)
  );
}

/** The rule that answers a push: the first in their order that is on and fits; undefined where none does. */
export const answerRuleFor = (rules: readonly AnswerRule[], push: AskedPush): AnswerRule | undefined =>
  rules
    .filter(({ on }) => on)
    .sort((one, other) => one.order - other.order)
    .find(({ when }) => meetsAnswerCondition(when, push));

/** What an action lacks or has too much of, and at which of its members; undefined where it can be done. */
export function answerActionFault({
  answer,
  status,
  retryAfter,
}: AnswerAction): { member: 'status' | 'retryAfter'; says: string } | undefined {
  const names = answer === 'status' || answer === 'reject';
  if (answer === 'status' && status === undefined) return { member: 'status', says: 'answer: status needs a status' };
  if (!names && status !== undefined)
    return { member: 'status', says: `status goes with answer: status or reject, not ${answer}` };
  if (!names && retryAfter !== undefined)
    return { member: 'retryAfter', says: `retryAfter goes with answer: status or reject, not ${answer}` };
  return undefined;
}
