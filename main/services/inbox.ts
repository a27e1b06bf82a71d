import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { Push } from '../../shared/domain/push.ts';
import { answerByHand } from './answers-by-hand.ts';
import { candidatesFor } from './inbox/candidates.ts';
import { checkPush } from './inbox/check-push.ts';
import { downloadPush, exportPush } from './inbox/export/export-push.ts';
import { matchByHand } from './inbox/match-by-hand.ts';
import { removePush } from './inbox/remove-push.ts';
import { storyOf } from './inbox/story.ts';
import type { Family, Kit } from './kit.ts';
import { taskNamed } from './task-named.ts';
import type { Heavy } from '../wire/heavy.ts';

/** The family `inbox`: what was pushed to us. */
export function inboxHandlers(kit: Kit, heavy: Heavy): Family<'inbox'> {
  const { store, ports } = kit;
  const find = (id: string): Reply<Push> => {
    const push = store.pushes.get(id);
    return push ? ok(push) : fail('not-found', `There is no push ${id}.`, 'Look in the push inbox.');
  };
  const now = () => ports.clock.now();
  return {
    async 'inbox.list'({ limit, taskId: named, ...filter }) {
      const task = named === undefined ? undefined : taskNamed(store, named, 'sent');
      const taskId = task?.ok ? task.value.id : named;
      const wanted = { ...filter, ...(taskId === undefined ? {} : { taskId }), now: now() };
      return ok(filter.text ? await store.pushes.searchList(limit, wanted) : store.pushes.list(limit, wanted));
    },
    async 'inbox.page'(window) {
      const wanted = { ...window, now: now() };
      return ok(window.text ? await store.pushes.search(wanted) : store.pushes.page(wanted));
    },
    'inbox.get': ({ id }) => find(id),
    'inbox.story'({ id }) {
      const found = find(id);
      return found.ok ? ok(storyOf(store, found.value)) : found;
    },
    'inbox.candidates'({ id, limit }) {
      const found = find(id);
      return found.ok ? ok(candidatesFor(store, found.value, limit)) : found;
    },
    'inbox.match'({ id, task }) {
      const found = find(id);
      return found.ok ? matchByHand(store, found.value, task, now()) : found;
    },
    'inbox.answer': (input) => answerByHand(kit, input),
    async 'inbox.export'({ id, folder, raw }) {
      const found = find(id);
      return found.ok ? exportPush({ kit, heavy }, found.value, folder, raw) : found;
    },
    async 'inbox.download'({ id, raw }) {
      const found = find(id);
      return found.ok ? downloadPush({ kit, heavy }, found.value, raw) : found;
    },
    async 'inbox.remove'({ id }) {
      const found = find(id);
      if (!found.ok) return found;
      await removePush(store, found.value);
      return ok({ removed: true });
    },
    async 'inbox.check'({ id, cdexVersion }) {
      const found = find(id);
      return found.ok ? checkPush({ kit, heavy }, found.value, cdexVersion) : found;
    },
  };
}
