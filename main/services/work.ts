import { randomUUID } from 'node:crypto';
import type { CommandParsed } from '../../shared/contract/commands.ts';
import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { WorkCondition, WorkQueue, WorkRule } from '../../shared/domain/work.ts';
import type { Family, Kit } from './kit.ts';
import { findConnection, resolvePartner } from './partners.ts';
import type { Desk } from './work/desk.ts';

/** The family `work`: the queue of Tasks partners sent to a server we work for. */
export function workHandlers(kit: Kit, desk: Desk): Family<'work'> {
  const { store, ports, operations } = kit;
  const { received, collect, answer, refresh } = desk;
  const isStored = (connectionId: string) => store.connections.get(connectionId) !== undefined;
  const configured = (request: string) => store.audit.add({ action: 'configuration', request, outcome: 'done' });

  function saveRule({ id, connectionId, order, when, ...rest }: CommandParsed<'work.saveRule'>): Reply<WorkRule> {
    const connection = findConnection(kit, connectionId);
    if (!connection.ok) return connection;
    const known = id === undefined ? undefined : store.rules.get(id);
    if (id !== undefined && !known)
      return fail('not-found', `There is no rule ${id}.`, 'List the rules; leave the id out to make a new one.');
    if (['reject', 'fail'].includes(rest.action) && !rest.text)
      return fail(
        'invalid-input',
        `A rule that lets Tasks ${rest.action === 'fail' ? 'fail' : 'be rejected'} needs the reason.`,
        'Give it as text: the partner reads it.',
        { requirement: 'tdr-2', details: ['text: is needed'] },
      );
    return store.write(() => {
      const last = store.rules
        .list()
        .filter((one) => one.connectionId === connection.value.id)
        .reduce((most, one) => Math.max(most, one.order), -1);
      const rule: WorkRule = {
        id: known?.id ?? randomUUID(),
        connectionId: connection.value.id,
        name: rest.name,
        order: order ?? known?.order ?? last + 1,
        on: rest.on,
        when: present(when) as WorkCondition,
        action: rest.action,
        ...(rest.text ? { text: rest.text } : {}),
        ...(rest.contained === undefined ? {} : { contained: rest.contained }),
      };
      store.rules.put(rule);
      configured(`save the rule ${rule.name} (${rule.action}) of ${connection.value.name}`);
      return ok(rule);
    });
  }

  return {
    'work.queues': () => ok(store.queues.list().filter(({ id }) => isStored(id))),
    async 'work.refresh'({ partner: input, status, workQueue, applyRules, operationId }) {
      const partner = resolvePartner(kit, input);
      if (!partner.ok) return partner;
      return operations.run(operationId, 'Read the work queue', ({ signal, progress }) =>
        refresh(partner.value, { status, workQueue }, { signal, applyRules, pages: (pages) => progress({ pages }) }),
      );
    },
    'work.follow'({ connectionId, everyMs }) {
      const connection = findConnection(kit, connectionId);
      if (!connection.ok) return connection;
      const { id, name } = connection.value;
      const followed = store.write(() => {
        const { everyMs: _every, nextReadAt: _next, ...queue } = store.queues.get(id) ?? { id };
        const plan = everyMs && { everyMs, nextReadAt: new Date(ports.clock.now()).toISOString() };
        const next: WorkQueue = { ...queue, ...plan };
        store.queues.put(next);
        configured(
          everyMs ? `read the queue of ${name} every ${everyMs / 1000} s` : `read the queue of ${name} by hand only`,
        );
        return next;
      });
      kit.scheduler.wake();
      return ok(followed);
    },
    async 'work.collect'({ query, operationId, ...input }) {
      const named = received.find(input);
      if (!named.ok) return named;
      return operations.run(operationId, 'Collect what the Task asks for', async ({ signal, progress }) => {
        const current = await received.read(named.value, 'read before collecting', signal);
        if (!current.ok) return current;
        const pages = (count: number) => progress({ pages: count });
        const collection = await collect(named.value.partner, current.value, query, { signal, pages });
        return collection.ok ? ok(collection.value.collected) : collection;
      });
    },
    async 'work.answer'({ id, partner, operationId, ...wish }) {
      const named = received.find({ id, partner });
      if (!named.ok) return named;
      return operations.run(operationId, 'Answer the Task', ({ signal }) => answer(named.value, wish, signal));
    },
    'work.rules'({ connectionId }) {
      const connection = connectionId === undefined ? undefined : findConnection(kit, connectionId);
      if (connection && !connection.ok) return connection;
      const rules = store.rules.list().filter((rule) => isStored(rule.connectionId));
      const wanted = connection ? rules.filter((rule) => rule.connectionId === connection.value.id) : rules;
      return ok(wanted.sort((one, other) => one.order - other.order));
    },
    'work.saveRule': saveRule,
    'work.removeRule'({ id }) {
      const rule = store.rules.get(id);
      if (!rule) return ok({ removed: false });
      store.write(() => {
        store.rules.remove(id);
        configured(`remove the rule ${rule.name}`);
      });
      return ok({ removed: true });
    },
  };
}

const present = (members: object) =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
