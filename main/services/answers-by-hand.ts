import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import { answerActionFault } from '../../shared/cdex/answer-policy.ts';
import type { CommandParsed } from '../../shared/contract/commands.ts';
import type { Push } from '../../shared/domain/push.ts';
import type { Kit } from './kit.ts';

/** What answering by hand needs. */
export interface ByHandMeans {
  store: Pick<Kit['store'], 'pushes' | 'roles' | 'audit' | 'write'>;
  ports: Pick<Kit['ports'], 'clock'>;
}

/**
 * Says what a waiting push is to be answered with; the process that keeps its sender waiting does it as soon as it hears of that. Fails
 * with `not-found`, `invalid-input` for an answer that cannot be given, `not-running` where nobody waits any more.
 */
export function answerByHand(
  { store, ports }: ByHandMeans,
  { id, answer, status, text }: CommandParsed<'inbox.answer'>,
): Reply<Push> {
  const fault = answerActionFault({ answer, ...(status === undefined ? {} : { status }) });
  if (fault)
    return fail('invalid-input', `This cannot be answered: ${fault.says}.`, 'Correct the answer and try again.', {
      details: [`${fault.member}: ${fault.says}`],
    });
  return store.write((): Reply<Push> => {
    const push = store.pushes.get(id);
    if (!push) return fail('not-found', `There is no push ${id}.`, 'Look in the push inbox.');
    const waits = push.waitsUntil !== undefined && push.answered === null;
    if (!waits || !store.roles.get('receiver')?.running) {
      const became = push.answered === null ? 'it was left without an answer' : `it was answered ${push.answered}`;
      return fail('not-running', `Nobody waits for an answer to push ${id}: ${became}.`, 'Answer the next one sooner.');
    }
    if (push.wish)
      return fail('invalid-input', `Push ${id} is being answered already.`, 'Look at it again in a moment.');
    const wished: Push = {
      ...push,
      wish: { answer, ...(status === undefined ? {} : { status }), ...(text ? { text } : {}) },
    };
    store.pushes.put(wished);
    store.audit.add({
      action: 'exchange',
      at: new Date(ports.clock.now()).toISOString(),
      ...(push.sender ? { peer: push.sender } : {}),
      request: `answer push ${id} by hand: ${answer}${status === undefined ? '' : ` ${status}`}`,
      outcome: 'asked for',
      exchangeId: push.exchangeId,
    });
    return ok(wished);
  });
}
