import { fail, ok } from '../../shared/contract/errors.ts';
import type { Family, Kit } from './kit.ts';

/** Host, settings, operations and links: what belongs to the console rather than to a partner. */
export function hostHandlers(kit: Kit): Family<'host'> & Family<'settings'> & Family<'operations'> & Family<'links'> {
  const { ports, store, operations } = kit;
  return {
    'host.info': () =>
      ok({
        host: ports.host,
        version: ports.version,
        node: process.version,
        platform: process.platform,
        dataFolder: ports.dataFolder,
        capabilities: [...ports.capabilities],
      }),
    async 'host.snapshot'({ limit }) {
      const settings = await ports.settings();
      const seq = store.changes.last(); // first: a change that comes in between is told again, not lost
      return ok({
        seq,
        settings: settings.store,
        connection: store.connections.list(),
        role: store.roles.list(),
        exchange: store.exchanges.list(limit),
        task: store.tasks.list(limit),
        push: store.pushes.list(limit),
        key: store.keys.list(),
        access: store.accesses.list(),
        discovery: store.discoveries.list(),
        checkup: store.checkups.list(),
      });
    },
    'settings.get': async () => ok((await ports.settings()).store),
    async 'settings.set'(patch) {
      const settings = await ports.settings();
      settings.set(Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)));
      return ok(settings.store);
    },
    'operations.cancel': ({ operationId }) => ok({ cancelled: operations.cancel(operationId) }),
    async 'links.open'({ url }) {
      if (!ports.capabilities.includes('open-links'))
        return fail('capability-missing', 'This host opens no browser.', `Open ${url} yourself.`);
      await ports.openLink(url);
      return ok({ opened: true });
    },
  };
}
