import { fail, ok } from '../../shared/contract/errors.ts';
import type { Role } from '../../shared/domain/role.ts';
import type { Family, Kit } from './kit.ts';

/** The families `inbox` and `receiver`: what was pushed to us, and the listener it came by. */
export function inboxHandlers(kit: Kit): Family<'inbox'> & Family<'receiver'> {
  const { store, receiver } = kit;
  return {
    'inbox.list': ({ limit }) => ok(store.pushes.list(limit)),
    'inbox.get'({ id }) {
      const push = store.pushes.get(id);
      return push ? ok(push) : fail('not-found', `There is no push ${id}.`, 'Look in the push inbox.');
    },
    'receiver.status': () => ok(store.roles.get('receiver') as Role),
    'receiver.start': ({ port, maxBytes }) =>
      receiver.start({ ...(port === undefined ? {} : { port }), ...(maxBytes === undefined ? {} : { maxBytes }) }),
    async 'receiver.stop'() {
      await receiver.stop();
      return ok(store.roles.get('receiver') as Role);
    },
  };
}
