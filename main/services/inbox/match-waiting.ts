import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Store } from '../../store/store.ts';
import { matchAgain } from './match-held.ts';

/** Tasks, and pushes that wait for them, looked at in one transaction. */
const tasksAtOnce = 200;
const pushesAtOnce = 500;

/**
 * Joins the pushes that wait although a request of the same name is here: those that came before anybody looked, or while tracking ids were
 * compared more strictly. Answers how many were joined.
 */
export async function matchWaiting(store: Store, now: () => number): Promise<number> {
  let joined = 0;
  for (let after = '0'; ; await nextTurn()) {
    const tasks = store.tasks.namesAfter(after, tasksAtOnce);
    const last = tasks.at(-1);
    if (!last) return joined;
    const names = [...new Set(tasks.flatMap((task) => task.names))];
    joined += await matchNamed(store, names, now);
    after = last.id;
  }
}

/** The same for those of these names, transaction by transaction. */
async function matchNamed(store: Store, names: readonly string[], now: () => number): Promise<number> {
  let joined = 0;
  let after: string | undefined = store.pushes.heldFor(names, 1).length > 0 ? '0' : undefined;
  while (after !== undefined) {
    const from: string = after;
    after = store.write(() => {
      const held = store.pushes.heldFor(names, pushesAtOnce, from);
      joined += held.filter((push) => matchAgain(store, push, now())).length;
      return held.length < pushesAtOnce ? undefined : held.at(-1)?.id;
    });
    if (after !== undefined) await nextTurn();
  }
  return joined;
}
