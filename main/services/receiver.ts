import { fail, ok } from '../../shared/contract/errors.ts';
import type { Role } from '../../shared/domain/role.ts';
import { readPolicyFile } from './answers.ts';
import { matchWaiting } from './inbox/match-waiting.ts';
import type { Family, Kit } from './kit.ts';
import { changeReceiver, setupOf } from './receiver/change-receiver.ts';
import { tellPartner } from './receiver/tell.ts';

/** The family `receiver`: the push listener. */
export function receiverHandlers(kit: Kit): Family<'receiver'> {
  const { store, receiver, operations, ports } = kit;
  return {
    'receiver.status': () => ok(store.roles.get('receiver') as Role),
    async 'receiver.start'({ policy, ...options }) {
      if (!policy) return receiver.start(options);
      const rules = await readPolicyFile(ports, policy);
      if (!rules.ok) return rules;
      const role = store.roles.get('receiver');
      if (role?.running && role.pid === process.pid)
        return fail(
          'role-held',
          'The receiver runs already, by other rules.',
          'Stop it, then start it with the policy.',
        );
      return receiver.start({ ...options, rules: rules.value });
    },
    async 'receiver.stop'() {
      await receiver.stop();
      return ok(store.roles.get('receiver') as Role);
    },
    'receiver.setup': () => ok(setupOf(kit)),
    async 'receiver.change'(change) {
      const changed = await changeReceiver(kit, change);
      // What waited may fit a request once values alone are compared.
      if (changed.ok && change.matching) await matchWaiting(store, () => ports.clock.now());
      return changed;
    },
    'receiver.tell': ({ file }) => tellPartner(kit, file),
    'receiver.reach': ({ operationId }) =>
      operations.run(operationId, 'Try the addresses of the receiver', async ({ signal }) =>
        ok(await receiver.reach(signal)),
      ),
  };
}
