import { ok } from '../../shared/contract/errors.ts';
import { readTaskResource } from '../exchange/tasks.ts';
import type { Heavy } from '../wire/heavy.ts';
import type { Family, Kit } from './kit.ts';
import { resolvePartner } from './partners.ts';
import { blankTask, foundIn, withVersion } from './record-task.ts';
import { diffTask } from './task-diff.ts';
import { matchHeld } from './inbox/match-held.ts';
import type { TaskReads } from './task-reads.ts';

type WatchCommand = 'list' | 'get' | 'adopt' | 'poll' | 'watch' | 'history' | 'diff';

/** Of the family `tasks`: Tasks listed, taken up, read again, watched, and their versions compared. */
export function watchHandlers(
  kit: Kit,
  heavy: Heavy,
  reads: TaskReads,
): Pick<Family<'tasks'>, `tasks.${WatchCommand}`> {
  const { store, door, ports } = kit;
  const { find, poll, remember, taskOf, whole } = reads;

  return {
    'tasks.list': (filter) => ok(store.tasks.list(filter)),
    'tasks.get'(input) {
      const found = find(input);
      return found.ok ? ok(whole(found.value.record.id)) : found;
    },
    async 'tasks.adopt'({ partner: input, taskId }) {
      const partner = resolvePartner(kit, input);
      if (!partner.ok) return partner;
      const { baseUrl } = partner.value;
      const known = store.tasks.find(baseUrl, taskId) ?? store.tasks.find(baseUrl, taskId, 'received');
      if (known) {
        remember(known.id, partner.value);
        const read = await poll(known, partner.value, 'hand');
        return read.ok ? ok(whole(known.id)) : read;
      }
      const reply = await readTaskResource(door, partner.value, taskId, undefined, { note: 'take up' });
      if (!reply.ok) return reply;
      const task = await taskOf(reply.value, { baseUrl, taskId });
      if (!task.ok) return task;
      const { exchangeId } = reply.value;
      const now = ports.clock.now();
      const blank = blankTask(partner.value, { side: 'sent', taskId, profile: 'manual', exchangeId, now });
      const { id } = store.write(() => {
        // Somebody else may have taken it up meanwhile.
        const fresh = store.tasks.find(baseUrl, taskId) ?? blank;
        const learned = withVersion(fresh, task.value, foundIn(reply.value), now);
        if (fresh !== blank) store.tasks.put(learned.record, learned);
        const kept = fresh === blank ? store.tasks.add(learned.record, learned) : learned.record;
        matchHeld(store, kept, fresh === blank ? undefined : fresh, now);
        return kept;
      });
      remember(id, partner.value);
      return ok(whole(id));
    },
    async 'tasks.poll'(input) {
      const found = find(input);
      if (!found.ok) return found;
      const read = await poll(found.value.record, found.value.partner, 'hand');
      return read.ok ? ok(whole(read.value.id)) : read;
    },
    'tasks.watch'({ profile, everyMs, ...input }) {
      const found = find(input);
      if (!found.ok) return found;
      const next = store.write(() => {
        const { everyMs: _old, ...rest } = store.tasks.get(found.value.record.id) ?? found.value.record;
        const watched = reads.plan({ ...rest, profile, ...(everyMs ? { everyMs } : {}) });
        store.tasks.put(watched);
        return watched;
      });
      kit.scheduler.wake();
      return ok(whole(next.id));
    },
    async 'tasks.history'(input) {
      const found = find(input);
      if (!found.ok) return found;
      const read = await reads.history(found.value);
      return read.ok ? ok(whole(read.value.id)) : read;
    },
    async 'tasks.diff'({ from, to, ...input }) {
      const found = find(input);
      return found.ok ? diffTask(kit, heavy, found.value.record, { from, to }) : found;
    },
  };
}
