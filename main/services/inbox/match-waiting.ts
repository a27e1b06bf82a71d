import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Store } from '../../store/store.ts';
import { matchNamed } from './match-held.ts';

/** Tasks whose names are looked for together. */
const tasksAtOnce = 200;

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
    for (const name of store.pushes.waitedFor(names)) joined += await matchNamed(store, name, now);
    after = last.id;
  }
}
