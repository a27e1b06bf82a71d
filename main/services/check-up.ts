import { ensureDiscovery } from '../exchange/discovery/ensure-discovery.ts';
import { linePartner } from '../exchange/line.ts';
import type { Heavy } from '../wire/heavy.ts';
import { fail, ok } from '../../shared/contract/errors.ts';
import { runCheckUp } from './check-up/run-check-up.ts';
import type { Handlers, Kit } from './kit.ts';
import { findConnection } from './partners.ts';
import { tlsHandlers } from './tls-view.ts';

/** What a partner publishes, and how far along the line we get. */
export function checkUpHandlers(kit: Kit, heavy: Heavy): Handlers<'connections.discover' | 'connections.test'> {
  return {
    async 'connections.discover'({ connection: named, refresh, operationId }) {
      const found = findConnection(kit, named);
      if (!found.ok) return found;
      const connection = found.value;
      const partner = await linePartner(kit, connection, connection.baseUrl);
      if (!partner.ok) return partner;
      const means = { store: kit.store, door: kit.door, clock: kit.ports.clock, heavy };
      return kit.operations.run(operationId, `What ${connection.name} publishes`, async ({ signal }) => {
        const discovery = await ensureDiscovery(means, partner.value, connection.id, refresh, signal);
        return signal.aborted
          ? fail('cancelled', 'The reading was cancelled.', 'Read it again when you are ready.')
          : ok(discovery);
      });
    },
    async 'connections.test'({ connection: named, operationId }) {
      const found = findConnection(kit, named);
      if (!found.ok) return found;
      const connection = found.value;
      const tls = tlsHandlers(kit)['connections.tls'];
      const lookAtTls = async () => tls({ partner: { connection: connection.id } });
      return kit.operations.run(operationId, `Check-up of ${connection.name}`, (operation) =>
        runCheckUp({ kit, heavy, lookAtTls, connection, signal: operation.signal }, operation),
      );
    },
  };
}
