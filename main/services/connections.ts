import { randomUUID } from 'node:crypto';
import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { Connection } from '../../shared/domain/connection.ts';
import { defaultPolicy } from '../../shared/domain/policy.ts';
import { readAbilities, type ServerAbilities } from '../../shared/fhir/abilities.ts';
import { readCapabilities } from '../exchange/read.ts';
import type { Heavy } from '../wire/heavy.ts';
import { openBody } from './bodies.ts';
import { checkUpHandlers } from './check-up.ts';
import type { Family, Kit } from './kit.ts';
import { checkBaseUrl, findConnection, resolvePartner } from './partners.ts';
import { tlsHandlers } from './tls-view.ts';
import { workOnBody } from './work-on-body.ts';

type ReadAbilities = ServerAbilities & { exchangeId: string; readAt: string };

/** The family `connections`: partners as they are stored, and what their servers say they can do. */
export function connectionHandlers(kit: Kit, heavy: Heavy): Family<'connections'> {
  const { store, ports } = kit;
  const abilities = new Map<string, ReadAbilities>();

  function check(
    fields: { name?: string | undefined; baseUrl?: string | undefined },
    self?: string,
  ): Reply<{ baseUrl?: string }> {
    const namesake = fields.name === undefined ? undefined : store.connections.find(fields.name);
    if (namesake && namesake.id !== self)
      return fail('name-taken', `Another connection is called ${namesake.name}.`, 'Choose a name of its own.');
    if (fields.baseUrl === undefined) return ok({});
    const checked = checkBaseUrl(fields.baseUrl);
    return checked.ok ? ok({ baseUrl: checked.value }) : checked;
  }

  function save(connection: Connection): Reply<Connection> {
    store.write(() => store.connections.put(connection));
    return ok(connection);
  }

  /** At hand, or read in the worker: statements of whole hospital systems are larger than what is held. */
  async function statementOf(exchangeId: string, resource: unknown): Promise<Reply<ServerAbilities>> {
    if (resource !== undefined) return ok(readAbilities(resource));
    const body = await openBody(kit, exchangeId, 'response');
    return body.ok ? ok(await workOnBody(heavy, body.value, 'readAbilities')) : body;
  }

  return {
    ...checkUpHandlers(kit, heavy),
    ...tlsHandlers(kit),
    'connections.list': () => ok(store.connections.list()),
    'connections.get': ({ connection }) => findConnection(kit, connection),
    'connections.add'(input) {
      const checked = check(input);
      if (!checked.ok) return checked;
      return save({
        name: input.name,
        role: input.role,
        cdexVersion: input.cdexVersion,
        timeoutMs: input.timeoutMs,
        baseUrl: checked.value.baseUrl ?? input.baseUrl,
        id: randomUUID(),
        origin: 'user',
        auth: { method: 'none' },
        line: {},
        policy: defaultPolicy,
        secrets: [],
        createdAt: new Date(ports.clock.now()).toISOString(),
      });
    },
    'connections.update'({ connection, patch }) {
      const found = findConnection(kit, connection);
      if (!found.ok) return found;
      const checked = check(patch, found.value.id);
      if (!checked.ok) return checked;
      const { name, role, cdexVersion, timeoutMs } = patch;
      const given = Object.fromEntries(
        Object.entries({ name, role, cdexVersion, timeoutMs }).filter(([, value]) => value !== undefined),
      );
      return save({ ...found.value, ...given, ...checked.value });
    },
    'connections.remove'({ connection }) {
      const found = findConnection(kit, connection);
      if (!found.ok) return found;
      if (found.value.origin !== 'user')
        return fail(
          'invalid-input',
          `${found.value.name} belongs to the sandbox.`,
          'Stop the sandbox in its screen if you do not want it.',
        );
      store.write(() => store.connections.remove(found.value.id));
      return ok({ removed: found.value.id });
    },
    async 'connections.abilities'({ partner: input, refresh }) {
      const partner = resolvePartner(kit, input);
      if (!partner.ok) return partner;
      const known = abilities.get(partner.value.baseUrl);
      if (known && !refresh) return ok(known);
      const answer = await readCapabilities(kit.door, partner.value);
      if (!answer.ok) return answer;
      const { resource, head, exchangeId } = answer.value;
      if (head?.resourceType !== 'CapabilityStatement')
        return fail('not-fhir', `${partner.value.baseUrl}/metadata is no CapabilityStatement.`, 'Check the base URL.', {
          exchangeId,
        });
      const found = await statementOf(exchangeId, resource);
      if (!found.ok) return found;
      const read = { ...found.value, exchangeId, readAt: new Date(ports.clock.now()).toISOString() };
      abilities.set(partner.value.baseUrl, read);
      return ok(read);
    },
  };
}
