import { fail, ok } from '../../shared/contract/errors.ts';
import { defaultReceiverSetup } from '../../shared/domain/receiver.ts';
import type { Role } from '../../shared/domain/role.ts';
import { readPolicyFile } from './answers.ts';
import type { Family, Kit } from './kit.ts';
import { unbuilt } from './unbuilt.ts';

/** The family `receiver`: the push listener. */
export function receiverHandlers({ store, receiver, ports }: Kit): Family<'receiver'> {
  return {
    'receiver.status': () => ok(store.roles.get('receiver') as Role),
    async 'receiver.start'({ policy, ...options }) {
      if (!policy) return receiver.start(options);
      const rules = await readPolicyFile(ports, policy);
      if (!rules.ok) return rules;
      const role = store.roles.get('receiver');
      if (role?.running && role.pid === process.pid)
        return fail('role-held', 'The receiver runs already, by other rules.', 'Stop it, then start it with the policy.');
      return receiver.start({ ...options, rules: rules.value });
    },
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
