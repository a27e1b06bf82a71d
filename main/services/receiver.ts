import { ok } from '../../shared/contract/errors.ts';
import { defaultReceiverSetup } from '../../shared/domain/receiver.ts';
import type { Role } from '../../shared/domain/role.ts';
import type { Family, Kit } from './kit.ts';
import { unbuilt } from './unbuilt.ts';

/** The family `receiver`: the push listener. */
export function receiverHandlers({ store, receiver }: Kit): Family<'receiver'> {
  return {
    'receiver.status': () => ok(store.roles.get('receiver') as Role),
    'receiver.start': (options) => receiver.start(options),
    async 'receiver.stop'() {
      await receiver.stop();
      return ok(store.roles.get('receiver') as Role);
    },
    'receiver.setup': () => ok(store.receivers.get('receiver') ?? defaultReceiverSetup),
    'receiver.change': unbuilt,
    'receiver.tell': unbuilt,
    'receiver.reach': unbuilt,
  };
}
