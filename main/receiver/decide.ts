import { answerByAction, decideAnswer, type PolicyDecision } from '../../shared/cdex/answer-policy-decision.ts';
import { whenTooLarge } from '../../shared/cdex/size-advice.ts';
import { worstFirst } from '../../shared/domain/finding.ts';
import type { AnswerWish, Push, PushAnswer } from '../../shared/domain/push.ts';
import type { Clock } from '../ports.ts';
import { type AnsweringSetup, answerPolicyFor } from '../services/answers-policy.ts';
import type { Store } from '../store/store.ts';
import type { Understood } from '../wire/understood.ts';
import type { Placed } from './placement.ts';
import { type Response, responseOf } from './respond.ts';

/** What is known of a push when it is decided how to answer it. */
export interface Question extends Understood, Omit<Placed, 'findings'> {
  sender: string;
}

/** How a push is answered: what is sent, and how it came to be. */
export interface Decision {
  response: Response;
  /** Says too whether the answer is kept back. */
  answer: PushAnswer;
  /** The connection is ended instead. */
  drop?: boolean;
  /** ISO instant until which a person is waited for; then `response` is what is sent. */
  waitsUntil?: string;
  /** The push as it is kept: with what was found besides. */
  understood: Understood;
}

/** Decides it: rules of the person first, then the rules of the guide. */
export type Decide = (question: Question) => Decision;

/** Decides by the rules as they stand when a push comes, of this run or stored by whichever process, then by the guide. */
export const createDecide =
  (store: Pick<Store, 'answers' | 'connections' | 'tasks'>, clock: Pick<Clock, 'now'>, setup: AnsweringSetup): Decide =>
  (question) =>
    toDecision(question, decideAnswer(question, answerPolicyFor(store, setup, question)), clock.now());

function toDecision(question: Question, { answer, told, found, waitMs }: PolicyDecision, now: number): Decision {
  const { dropped, ...open } = told; // it is told once it is done
  return {
    response: responseOf(answer),
    answer: open,
    ...(dropped ? { drop: true } : {}),
    ...(waitMs === undefined ? {} : { waitsUntil: new Date(now + waitMs).toISOString() }),
    understood: found.length > 0 ? { ...question, findings: worstFirst([...found, ...question.findings]) } : question,
  };
}

/** What a person's wish answers a waiting push with. */
export const answerByWish = (wish: AnswerWish, push: Push, maxBytes: number): Response =>
  responseOf(answerByAction(wish, push, whenTooLarge(maxBytes)));
