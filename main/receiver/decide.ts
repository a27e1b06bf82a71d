import type { Push, PushAnswer } from '../../shared/domain/push.ts';
import type { Understood } from '../wire/understood.ts';
import type { Placed } from './placement.ts';
import { answerTo, type Response } from './respond.ts';

/** What is known of a push when it is decided how to answer it. */
export interface Question extends Understood, Placed {
  sender: string;
}

/** How a push is answered: what is sent, and how it came to be. */
export interface Decision {
  response: Response;
  answer: PushAnswer;
  /** ISO instant until which a person is waited for; then `response` is what is sent. */
  waitsUntil?: string;
  /** The push as it is kept: with what was found besides. */
  understood: Understood;
}

/** Decides it: rules of the person first, then the rules of the guide. */
export type Decide = (question: Question) => Decision;

/** The rules of the guide alone. */
export const decideByGuide: Decide = (question) => ({
  response: answerTo(question),
  answer: { how: 'accept' },
  understood: question,
});

/** How a push was answered, as its record tells. */
export type Told = Pick<Push, 'answered' | 'answer' | 'waitsUntil'>;
