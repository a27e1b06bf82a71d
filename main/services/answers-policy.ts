import type { AnswerPolicy } from '../../shared/cdex/answer-policy-decision.ts';
import { whenTooLarge } from '../../shared/cdex/size-advice.ts';
import type { AnswerRule } from '../../shared/domain/answer-rule.ts';
import type { Push } from '../../shared/domain/push.ts';
import type { Store } from '../store/store.ts';

/** What a receiver is started with, of what decides on answers. */
export interface AnsweringSetup {
  /** Limit of one decoded body in bytes. */
  maxBytes: number;
  /** Whether submissions must be signed, whoever sent them. */
  requireSignature: boolean;
  /** The rules of a policy file that hold for this run, in place of the stored ones. */
  rules?: readonly AnswerRule[];
}

type Asked = Pick<Push, 'kind' | 'signed' | 'match' | 'sender'>;

/**
 * By what a push is answered at this moment: the rules as they are stored now, whichever process stored them, and whether a signature
 * is required of it. Cheap enough for every push; connections are looked at only where a signature is missing.
 */
export const answerPolicyFor = (
  store: Pick<Store, 'answers' | 'connections' | 'tasks'>,
  { maxBytes, requireSignature, rules }: AnsweringSetup,
  push: Asked,
): AnswerPolicy => ({
  rules: rules ?? store.answers.list(),
  requireSignature: requireSignature || agreedSignature(store, push),
  tooLarge: whenTooLarge(maxBytes),
});

/** Whether a signature was agreed with the partner whose Task a submission answers, or who bears the sender's name. */
function agreedSignature({ connections, tasks }: Pick<Store, 'connections' | 'tasks'>, push: Asked): boolean {
  if (push.kind !== 'submission' || push.signed) return false;
  const task = push.match?.taskId === undefined ? undefined : tasks.get(push.match.taskId);
  const sender = push.sender?.toLowerCase();
  const connection =
    (task?.connectionId === undefined ? undefined : connections.get(task.connectionId)) ??
    (sender === undefined ? undefined : connections.list().find(({ name }) => name.toLowerCase() === sender));
  return connection?.policy.signatures === 'required';
}
