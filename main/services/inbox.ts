import { fail, ok } from '../../shared/contract/errors.ts';
import type { Family, Kit } from './kit.ts';
import { unbuilt } from './unbuilt.ts';

/** The family `inbox`: what was pushed to us. */
export function inboxHandlers({ store }: Kit): Family<'inbox'> {
  return {
    'inbox.list': ({ limit }) => ok(store.pushes.list(limit)),
    'inbox.page': unbuilt,
    'inbox.get'({ id }) {
      const push = store.pushes.get(id);
      return push ? ok(push) : fail('not-found', `There is no push ${id}.`, 'Look in the push inbox.');
    },
    'inbox.story': unbuilt,
    'inbox.candidates': unbuilt,
    'inbox.match': unbuilt,
    'inbox.answer': unbuilt,
    'inbox.export': unbuilt,
    'inbox.remove': unbuilt,
    'inbox.check': unbuilt,
  };
}
