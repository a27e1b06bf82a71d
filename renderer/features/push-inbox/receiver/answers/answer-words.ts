import type { AnswerAction, AnswerRule } from '../../../../../shared/domain/answer-rule.ts';
import { type AnswerWay, pushKinds } from '../../../../../shared/domain/push.ts';

/** What a rule can answer, with a sentence about it. */
export const ways: readonly { value: AnswerWay; label: string; says: string }[] = [
  { value: 'accept', label: 'Accept', says: '200, whatever the rules of the guide find; what they find is noted.' },
  { value: 'hold', label: 'Accept and hold', says: '200 with an informational outcome: kept for a claim to come.' },
  { value: 'reject', label: 'Reject', says: '400 with your reason: the sender must not send it unchanged.' },
  { value: 'status', label: 'Another status', says: 'Any status, to see what the partner’s client makes of it.' },
  { value: 'ask', label: 'Ask me', says: 'The sender waits up to a minute while you choose.' },
];

/** Statuses worth trying on a client, with what they tell it. */
export const statuses = [
  { value: '200', label: '200', note: 'with a fatal outcome' },
  { value: '401', label: '401', note: 'log in first' },
  { value: '403', label: '403', note: 'not allowed' },
  { value: '404', label: '404', note: 'not here' },
  { value: '409', label: '409', note: 'conflict' },
  { value: '413', label: '413', note: 'too large' },
  { value: '415', label: '415', note: 'wrong media type' },
  { value: '422', label: '422', note: 'not processable' },
  { value: '429', label: '429', note: 'too many, later' },
  { value: '500', label: '500', note: 'broken, try again' },
  { value: '503', label: '503', note: 'busy, later' },
];

const kindWords: Record<(typeof pushKinds)[number], string> = {
  submission: 'submission',
  notification: 'notification',
  bundle: 'Bundle',
  resource: 'resource',
  unexpected: 'anything unexpected',
};

/** The kinds of pushes for a choice, with all of them first. */
export const kindChoices = [
  { value: 'any', label: 'anything' },
  ...pushKinds.map((value) => ({ value, label: kindWords[value] })),
];

/** Which pushes a rule is about, in words. */
export function whenWords({ when }: Pick<AnswerRule, 'when'>): string {
  const { kind, tracking, attachTo, from, signed, member, matched } = when;
  const said = [
    kind && kindWords[kind],
    tracking && `tracking id has ${tracking}`,
    attachTo && `for a ${attachTo === 'preauthorization' ? 'prior authorization' : attachTo}`,
    from && `from ${from}`,
    member && `member has ${member}`,
    signed !== undefined && (signed ? 'signed' : 'not signed'),
    matched !== undefined && (matched ? 'asked for by us' : 'not asked for'),
  ].filter(Boolean);
  return said.length > 0 ? said.join(', ') : 'every push';
}

const seconds = (ms: number): string => (ms < 1000 ? `${ms} ms` : `${Number((ms / 1000).toFixed(1))} s`);

/** What a rule answers, in words. */
export function doesWords({ answer, status, text, delayMs, drop, retryAfter }: AnswerAction): string {
  const late = delayMs ? ` after ${seconds(delayMs)}` : '';
  if (drop) return `Ends the connection without an answer${late}`;
  const label = ways.find(({ value }) => value === answer)?.label ?? answer;
  const what = status === undefined ? label : answer === 'status' ? `Answers ${status}` : `${label}, ${status}`;
  const wait = retryAfter === undefined ? '' : `, again in ${retryAfter} s`;
  return `${what}${wait}${late}${text ? `: “${text}”` : ''}`;
}
