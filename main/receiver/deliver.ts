import type { ServerResponse } from 'node:http';
import type { AnswerWish, Push, PushAnswer } from '../../shared/domain/push.ts';
import type { Clock } from '../ports.ts';
import type { Store } from '../store/store.ts';
import { answerByWish, type Decision } from './decide.ts';
import { type Response, send } from './respond.ts';

/** What became of a decision. */
export interface Delivered {
  /** What was sent; absent where nothing was. */
  sent?: Response;
  answer: PushAnswer;
  /** Why nothing was sent, in a sentence. */
  problem?: string;
}

/** Answers what was stored, as was decided: at once, late, by a person's hand, or not at all. */
export interface Delivery {
  /** Resolves once it is sent, or cannot be any more. */
  deliver(push: Push, decision: Decision, response: ServerResponse): Promise<Delivered>;
  /** Keeps nobody any longer: what is kept back is sent, who waits for a person gets the answer of the guide. */
  close(): void;
}

/** Why waiting ended: its time is over, the sender is gone, the receiver closes, or a person has chosen. */
type Ending = 'over' | 'gone' | 'closing' | 'wished';

/** The answers of one receiver. A person's choice is heard from whichever process wrote it. */
export function createDelivery({
  store,
  clock,
  maxBytes,
  log,
}: {
  store: Store;
  clock: Clock;
  maxBytes: number;
  log(line: string): void;
}): Delivery {
  /** Ends the waiting of each push whose answer is kept back. */
  const kept = new Map<string, (why: Ending) => void>();
  /** Those of them that a person may answer. */
  const asking = new Set<string>();
  let deaf: (() => void) | undefined;
  let closed = false;

  const hear = () => {
    deaf ??= store.changes.listen({
      kinds: ['push'],
      change(change) {
        if (change.kind === 'push' && change.op === 'put' && change.record.wish) wished(change.id);
      },
      resync() {
        for (const id of asking) if (store.pushes.get(id)?.wish) wished(id);
      },
    });
  };
  const wished = (id: string) => {
    if (asking.has(id)) kept.get(id)?.('wished');
  };

  /** Waits for `ms`, or less. */
  function keep(id: string, ms: number, response: ServerResponse): Promise<Ending> {
    if (response.destroyed) return Promise.resolve('gone');
    if (closed) return Promise.resolve('closing');
    return new Promise((resolve) => {
      const gone = () => end('gone');
      const timer = clock.after(ms, () => end('over'));
      const end = (why: Ending) => {
        timer.cancel();
        response.off('close', gone);
        kept.delete(id);
        resolve(why);
      };
      kept.set(id, end);
      response.once('close', gone);
    });
  }

  /** Waits for a person; answers what one has chosen, in any process, before this one stopped waiting. */
  async function ask(
    push: Push,
    { until, otherwise }: { until: string; otherwise: number | undefined },
    response: ServerResponse,
  ): Promise<{ why: Ending; chosen?: Chosen }> {
    asking.add(push.id);
    hear();
    const waiting = keep(push.id, Date.parse(until) - clock.now(), response);
    try {
      if (store.pushes.get(push.id)?.wish) wished(push.id); // chosen before this process listened
      const why = await waiting;
      const promise = ({ push: next, wish }: Chosen) =>
        why === 'gone' ? undefined : wish ? answerByWish(wish, next, maxBytes).status : otherwise;
      const chosen = store.write(() => endWaiting(store, push.id, promise));
      return { why, ...(chosen ? { chosen } : {}) };
    } catch (error) {
      log(`Who waits for an answer could not be noted: ${(error as Error).message}`);
      return { why: await waiting };
    } finally {
      asking.delete(push.id);
      if (asking.size === 0) {
        deaf?.();
        deaf = undefined;
      }
    }
  }

  return {
    async deliver(push, { response: decided, answer, drop, waitsUntil }, response) {
      let answering = decided;
      let told = answer;
      let dropped = drop;
      let gone = response.destroyed;
      if (waitsUntil) {
        const otherwise = drop ? undefined : decided.status;
        const { why, chosen } = await ask(push, { until: waitsUntil, otherwise }, response);
        gone = why === 'gone';
        if (chosen?.wish) {
          told = byHand(answer, chosen.wish);
          dropped = false;
          answering = answerByWish(chosen.wish, chosen.push, maxBytes);
        }
      } else if (answer.delayMs) gone = (await keep(push.id, answer.delayMs, response)) === 'gone';
      if (gone)
        return {
          answer: { ...told, unanswered: 'sender-gone' },
          problem: 'The sender broke off before it was answered.',
        };
      if (dropped) {
        response.destroy();
        const by = told.rule ? `, as the rule “${told.rule}” says` : '';
        return { answer: { ...told, dropped: true }, problem: `The connection was ended without an answer${by}.` };
      }
      send(response, answering);
      return { sent: answering, answer: told };
    },
    close() {
      closed = true;
      for (const end of [...kept.values()]) end('closing');
    },
  };
}

/** A push that is not waited for any more, and what a person has chosen before that. */
interface Chosen {
  push: Push;
  wish?: AnswerWish;
}

/** Takes a push out of waiting, within a transaction, and notes the status that is promised to its sender. From then on nobody can wish. */
function endWaiting(store: Store, id: string, promise: (chosen: Chosen) => number | undefined): Chosen | undefined {
  const found = store.pushes.get(id);
  if (!found) return undefined;
  const { waitsUntil: _waitsUntil, wish, ...push } = found;
  const next: Push = wish ? { ...push, answer: byHand(push.answer, wish) } : push;
  const chosen: Chosen = { push: next, ...(wish ? { wish } : {}) };
  const promised = promise(chosen);
  store.pushes.put(promised === undefined ? next : { ...next, promised });
  return chosen;
}

/** A person's word in place of a rule's. */
const byHand = (answer: PushAnswer | undefined, wish: AnswerWish): PushAnswer => ({
  ...answer,
  how: wish.answer,
  byHand: true,
});

/** Forgotten in one transaction. */
const atOnce = 500;

const diedWaiting = 'The receiver ended before it answered.';

/** At the start of a receiver nobody waits: those whose receiver died meanwhile are marked as left without an answer. */
export function forgetWaiting(store: Store): void {
  let before: string | undefined;
  do {
    const waiting = store.pushes.list(atOnce, { state: 'waiting', now: 0, repeats: true, before });
    if (waiting.length > 0) forget(store, waiting);
    before = waiting.at(-1)?.id;
  } while (before !== undefined);
}

function forget(store: Store, waiting: readonly Push[]): void {
  store.write(() => {
    for (const { waitsUntil: _waitsUntil, wish: _wish, ...push } of waiting) {
      store.pushes.put({ ...push, answer: { how: 'ask', ...push.answer, unanswered: 'receiver-died' } });
      const exchange = store.exchanges.get(push.exchangeId);
      if (!exchange) continue;
      const { id, ...record } = exchange;
      const told = { ...record, outcome: 'transport' as const, problem: diedWaiting };
      store.exchanges.answer(id, told, { headers: [], body: { size: 0 } });
    }
  });
}
