import { fail, ok } from '../../shared/contract/errors.ts';
import { connectionSecret } from '../credentials/vault.ts';
import { authorizationRoad } from '../exchange/authorization-road.ts';
import { type RegisterMeans, registerByStatement } from '../exchange/udap/register.ts';
import type { Handlers, Kit } from './kit.ts';
import { findConnection } from './partners.ts';

/** UDAP dynamic client registration; the connection keeps the client id it is given. */
export function registerHandlers(kit: Kit): Handlers<'tokens.register'> {
  const { store, vault, door, operations } = kit;
  const road = authorizationRoad({ store, vault, door, clock: kit.ports.clock });
  const means: RegisterMeans = { store, vault, clock: kit.ports.clock, door, ...road };

  /** Keeps the client id, unless the connection has become another meanwhile; tokens of another client are no longer ours. */
  function keep(connectionId: string, clientId: string): boolean {
    return store.write(() => {
      const connection = store.connections.get(connectionId);
      if (connection?.auth.method !== 'udap') return false;
      if (connection.auth.clientId === clientId) return false;
      store.connections.put({ ...connection, auth: { ...connection.auth, clientId } });
      store.accesses.remove(connectionId);
      return true;
    });
  }

  return {
    async 'tokens.register'({ connection: named, sendAnyway, operationId }) {
      const found = findConnection(kit, named);
      if (!found.ok) return found;
      const connection = found.value;
      const { auth, id, name } = connection;
      if (auth.method !== 'udap')
        return fail(
          'invalid-input',
          `${name} does not let us in by UDAP, so there is nothing to register by a certificate.`,
          'Choose UDAP as the method of the connection, or have the client registered by hand.',
        );
      return operations.run(operationId, `Registration with ${name}`, async ({ signal }) => {
        const reply = await registerByStatement(means, connection, auth, { sendAnyway, signal });
        const outcome = reply.ok ? 'done' : `failed: ${reply.error.code}`;
        const request = `register by UDAP certificate${sendAnyway ? ', whatever the signed metadata say' : ''}`;
        store.write(() => store.audit.add({ action: 'credential', peer: name, request, outcome }));
        if (!reply.ok) return reply;
        const { clientId } = reply.value;
        if (keep(id, clientId)) await vault.forget(connectionSecret(id, 'token'));
        return ok({ clientId });
      });
    },
  };
}
