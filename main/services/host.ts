import { fail, ok } from '../../shared/contract/errors.ts';
import type { Family, Kit } from './kit.ts';

/** The board shows all Tasks; more than this many were never seen. */
const tasksShown = 50_000;

/** Host, settings, operations and links: what belongs to the console rather than to a partner. */
export function hostHandlers(kit: Kit): Family<'host'> & Family<'settings'> & Family<'operations'> & Family<'links'> {
  const { ports, store, operations } = kit;
  const tellSettings = (changed: [name: string, value: unknown][]) => {
    const request = `set ${changed.map(([name, value]) => `${name} to ${JSON.stringify(value)}`).join(', ')}`;
    store.write(() => store.audit.add({ action: 'configuration', request, outcome: 'done' }));
  };
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
        task: store.tasks.list({ limit: tasksShown }),
        push: store.pushes.list(limit),
        key: store.keys.list(),
        access: store.accesses.list(),
        discovery: store.discoveries.list(),
        checkup: store.checkups.list(),
        draft: store.drafts.list(),
        subscription: store.subscriptions.list(),
        queue: store.queues.list(),
        rule: store.rules.list(),
        form: store.forms.list(),
        receiver: store.receivers.list(),
        answer: store.answers.list(),
        submission: store.submissions.list(),
      });
    },
    'settings.get': async () => ok((await ports.settings()).store),
    async 'settings.set'(patch) {
      const settings = await ports.settings();
      const given = Object.entries(patch).filter(([, value]) => value !== undefined);
      const before: Record<string, unknown> = { ...settings.store };
      const changed = given.filter(([name, value]) => JSON.stringify(before[name]) !== JSON.stringify(value));
      if (changed.length > 0) tellSettings(changed);
      settings.set(Object.fromEntries(given));
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
