import type { AnswerWay, PushKind } from './push.ts';

/** Which pushes a rule is about; what is left out is not looked at. Words are found as a part, in any case. */
export interface AnswerCondition {
  kind?: PushKind;
  /** Part of the tracking id as `SYSTEM|VALUE`. */
  tracking?: string;
  /** `claim` or `preauthorization`, in any case. */
  attachTo?: string;
  /** Part of who sent it, of the organization or of the provider. */
  from?: string;
  /** Whether a signature is in it. */
  signed?: boolean;
  /** Part of the member id as `SYSTEM|VALUE`. */
  member?: string;
  /** Whether a request of ours is known that it answers. */
  matched?: boolean;
}

/** What to answer, and how badly. */
export interface AnswerAction {
  answer: AnswerWay;
  /** HTTP status, of `status` and `reject`; 400 for `reject` when left out. */
  status?: number;
  /** Words for the OperationOutcome. */
  text?: string;
  /** Milliseconds the answer is kept back; of `ask`, how long a person is waited for, a minute when left out. */
  delayMs?: number;
  /** Ends the connection instead of answering. */
  drop?: boolean;
  /** Seconds a client is told to wait (Retry-After), of `status` and `reject`; half a minute for 429 and 503 when left out. */
  retryAfter?: number;
}

/** How the receiver answers what fits; the first rule that fits wins, in their order. What no rule fits is accepted by the rules of the guide. */
export interface AnswerRule extends AnswerAction {
  id: string;
  name: string;
  /** Its place, from 0. */
  order: number;
  on: boolean;
  when: AnswerCondition;
}
