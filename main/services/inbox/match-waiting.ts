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
    if (store.pushes.heldFor(names, 1).length > 0)
      joined += store.write(
        () => store.pushes.heldFor(names, pushesAtOnce).filter((push) => matchAgain(store, push, now())).length,
      );
    after = last.id;
  }
}
