import { setImmediate as nextTurn } from 'node:timers/promises';
import type { TaskRecord } from '../../shared/domain/task.ts';
import type { Kit } from './kit.ts';
import { atPresent } from './record-task.ts';

/** Records looked at in one turn of the event loop. */
const atOnce = 200;

/**
 * A clock that was set back leaves Tasks whose last poll lies in the future: they would wait until the old time comes again. Plans anew
 * those among what is due after `time` (ms).
 */
export async function mendPlans(
  { store, ports }: Kit,
  plan: (record: TaskRecord) => TaskRecord,
  time: number,
): Promise<void> {
  let id = '0';
  for (;;) {
    const list = store.tasks.dueAfter(time, id, atOnce);
    const now = ports.clock.now();
    const ahead = list.flatMap((record) => atPresent(record, now) ?? []);
    if (ahead.length > 0)
      store.write(() => {
        for (const record of ahead) store.tasks.put(plan(record));
      });
    const last = list.at(-1);
    if (!last || list.length < atOnce) return;
    id = last.id;
    await nextTurn();
  }
}
