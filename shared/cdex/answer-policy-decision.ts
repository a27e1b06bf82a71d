import type { AnswerAction, AnswerRule } from '../domain/answer-rule.ts';
import type { Finding } from '../domain/finding.ts';
import type { PushAnswer } from '../domain/push.ts';
import { answerRuleFor, type AskedPush } from './answer-policy.ts';
import {
  answerByStatus,
  held,
  outcomeOf,
  type PolicyAnswer,
  refusedFor,
  rejection,
  signatureRule,
  taken,
} from './answer-policy-outcome.ts';

/** By what a push is answered. */
export interface AnswerPolicy {
  rules: readonly AnswerRule[];
  /** Whether whoever sent it must have signed it. */
  requireSignature: boolean;
  /** The advice that goes with 413 (CONF-024). */
  tooLarge: string;
}

/** How a push is to be answered, and how that came to be. */
export interface PolicyDecision {
  answer: PolicyAnswer;
  told: PushAnswer;
  /** What was found on the way, beside what was known. */
  found: Finding[];
  /** Milliseconds a person is waited for before `answer` is sent. */
  waitMs?: number;
}

/** How long a person is waited for unless the rule says how long, in milliseconds. */
const usualWaitMs = 60_000;

/**
 * What a signature that is asked for makes of a submission: the finding that it is missing, or nothing. Whether one is present is all
 * that is looked at; a present one is taken as it is.
 */
export function judgeSignature({ kind, signed }: Pick<AskedPush, 'kind' | 'signed'>): Finding | undefined {
  if (kind !== 'submission' || signed) return undefined;
  return {
    rule: signatureRule,
    severity: 'error',
    path: 'Parameters',
    message: 'A signature is required, and nothing in the submission is signed.',
    next: 'Resubmit with a signature: sign the attached Bundle or QuestionnaireResponse as CDex says.',
  };
}

/** The answer by the rules of the guide: broken ones refuse it, what belongs to no request yet is held, everything else is taken. */
function answerByGuide(push: AskedPush, requireSignature: boolean): PolicyDecision {
  const unsigned = requireSignature ? judgeSignature(push) : undefined;
  const found = unsigned ? [unsigned] : [];
  const errors = [...push.findings, ...found].filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return { answer: refusedFor(errors), told: { how: 'reject' }, found };
  if (push.kind === 'unexpected') {
    const outcome = outcomeOf('error', 'not-found', 'Nothing is offered here; see /metadata.');
    return { answer: { status: 404, headers: {}, outcome }, told: { how: 'reject' }, found };
  }
  const open = push.kind === 'submission' && push.match?.state !== 'matched';
  return open
    ? { answer: held(), told: { how: 'hold' }, found }
    : { answer: taken(push), told: { how: 'accept' }, found };
}

/** What an action answers a push with; the person's word counts more than rules that are broken. */
export function answerByAction(action: AnswerAction, push: AskedPush, tooLarge: string): PolicyAnswer {
  switch (action.answer) {
    case 'accept':
      return taken(push, action.text);
    case 'hold':
      return held(action.text);
    case 'reject':
      return rejection(action, tooLarge);
    case 'status':
      return answerByStatus(action.status ?? 200, action, tooLarge);
    case 'ask':
      return answerByGuide(push, false).answer;
  }
}

/** Decides how a push is answered: by the first rule of the person that fits, else by the guide. */
export function decideAnswer(push: AskedPush, { rules, requireSignature, tooLarge }: AnswerPolicy): PolicyDecision {
  const rule = answerRuleFor(rules, push);
  if (!rule) return answerByGuide(push, requireSignature);
  const told: PushAnswer = { how: rule.answer, rule: rule.name, ...(rule.drop ? { dropped: true } : {}) };
  if (rule.answer === 'ask')
    return { ...answerByGuide(push, requireSignature), told, waitMs: rule.delayMs ?? usualWaitMs };
  return {
    answer: answerByAction(rule, push, tooLarge),
    told: { ...told, ...(rule.delayMs ? { delayMs: rule.delayMs } : {}) },
    found: [],
  };
}

/** What a decision does, in a sentence. */
export function sayDecision({ answer, told, waitMs }: PolicyDecision): string {
  const by = told.rule ? `By the rule “${told.rule}”` : 'By the rules of the guide';
  if (waitMs !== undefined) {
    const end = told.dropped ? 'the connection is ended without an answer' : `it is answered ${answer.status}`;
    return `${by}, a person is asked for ${waitMs / 1000} s; after that ${end}.`;
  }
  const first = told.delayMs ? ` after ${told.delayMs / 1000} s` : '';
  if (told.dropped) return `${by}, the connection is ended without an answer${first}.`;
  const words = answer.outcome?.issue[0]?.details?.text;
  return `${by}, it is answered ${answer.status}${first}${words ? `: ${words}` : '.'}`;
}
