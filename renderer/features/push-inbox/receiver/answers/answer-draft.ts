import type { CommandInput } from '../../../../../shared/contract/commands.ts';
import type { AnswerRule } from '../../../../../shared/domain/answer-rule.ts';
import { type AnswerWay, type PushKind, pushKinds } from '../../../../../shared/domain/push.ts';

/** Yes, no, or not looked at. */
type Either = 'any' | 'yes' | 'no';

/** A rule as its form holds it: every field as typed. */
export interface AnswerDraft {
  /** Absent for a new one. */
  id?: string;
  name: string;
  on: boolean;
  kind: string;
  tracking: string;
  attachTo: string;
  from: string;
  member: string;
  signed: Either;
  matched: Either;
  answer: AnswerWay;
  status: string;
  text: string;
  /** Seconds. */
  delay: string;
  retryAfter: string;
  drop: boolean;
}

/** A new rule. */
export const emptyAnswer: AnswerDraft = {
  name: '',
  on: true,
  kind: 'any',
  tracking: '',
  attachTo: 'any',
  from: '',
  member: '',
  signed: 'any',
  matched: 'any',
  answer: 'hold',
  status: '',
  text: '',
  delay: '',
  retryAfter: '',
  drop: false,
};

const either = (value: boolean | undefined): Either => (value === undefined ? 'any' : value ? 'yes' : 'no');
const asText = (value: number | undefined): string => (value === undefined ? '' : String(value));

/** A rule as its form shows it. */
export const draftOfAnswer = (rule: AnswerRule): AnswerDraft => ({
  id: rule.id,
  name: rule.name,
  on: rule.on,
  kind: rule.when.kind ?? 'any',
  tracking: rule.when.tracking ?? '',
  attachTo: rule.when.attachTo ?? 'any',
  from: rule.when.from ?? '',
  member: rule.when.member ?? '',
  signed: either(rule.when.signed),
  matched: either(rule.when.matched),
  answer: rule.answer,
  status: asText(rule.status),
  text: rule.text ?? '',
  delay: rule.delayMs === undefined ? '' : String(rule.delayMs / 1000),
  retryAfter: asText(rule.retryAfter),
  drop: rule.drop ?? false,
});

const isNumber = (text: string, min: number, max: number): boolean =>
  /^\d+(\.\d+)?$/.test(text.trim()) && Number(text) >= min && Number(text) <= max;

/** What is wrong with a draft, by field. */
export function answerProblems(
  draft: AnswerDraft,
): Partial<Record<'name' | 'status' | 'text' | 'delay' | 'retryAfter', string>> {
  const { name, answer, status, text, delay, retryAfter, drop } = draft;
  const needsStatus = answer === 'status' && !drop;
  const whole = (value: string) => /^\d+$/.test(value.trim());
  return {
    ...(name.trim() === '' && { name: 'Give it a name; the inbox shows it beside the answer.' }),
    ...((needsStatus || status.trim() !== '') &&
      !(whole(status) && isNumber(status, 200, 599)) && { status: 'A status is 200 to 599.' }),
    ...(answer === 'reject' && !drop && text.trim() === '' && { text: 'Say why: the sender reads it.' }),
    ...(delay.trim() !== '' && !isNumber(delay, 0, 600) && { delay: 'Seconds, up to 600.' }),
    ...(retryAfter.trim() !== '' &&
      !(whole(retryAfter) && isNumber(retryAfter, 0, 86_400)) && { retryAfter: 'Whole seconds, up to 86400.' }),
  };
}

const said = (name: string, value: string) => (value.trim() ? { [name]: value.trim() } : {});
const meant = (name: string, value: Either) => (value === 'any' ? {} : { [name]: value === 'yes' });
const kindOf = (text: string): { kind?: PushKind } => {
  const kind = pushKinds.find((one) => one === text);
  return kind ? { kind } : {};
};

/** The rule as it is saved. */
export function answerInput(draft: AnswerDraft): CommandInput<'answers.save'> {
  const { id, name, on, kind, tracking, attachTo, from, member, signed, matched, answer, status, text } = draft;
  return {
    ...(id === undefined ? {} : { id }),
    name: name.trim(),
    on,
    when: {
      ...kindOf(kind),
      ...said('tracking', tracking),
      ...(attachTo === 'any' ? {} : { attachTo }),
      ...said('from', from),
      ...said('member', member),
      ...meant('signed', signed),
      ...meant('matched', matched),
    },
    answer,
    ...((answer === 'status' || answer === 'reject') && status.trim() ? { status: Number(status) } : {}),
    ...said('text', text),
    ...(draft.delay.trim() ? { delayMs: Math.round(Number(draft.delay) * 1000) } : {}),
    ...(draft.retryAfter.trim() ? { retryAfter: Number(draft.retryAfter) } : {}),
    ...(draft.drop ? { drop: true } : {}),
  };
}
