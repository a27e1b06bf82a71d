import { randomUUID } from 'node:crypto';
import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { Connection } from '../../shared/domain/connection.ts';
import { defaultPolicy } from '../../shared/domain/policy.ts';
import { readAbilities, type ServerAbilities } from '../../shared/fhir/abilities.ts';
import { readCapabilities } from '../exchange/read.ts';
import type { Heavy } from '../wire/heavy.ts';
import { openBody } from './bodies.ts';
import { checkUpHandlers } from './check-up.ts';
import { changeConnection, type ConnectionPatch } from './change-connection.ts';
import { keepConnection, nameTaken, removeConnection } from './keep-connection.ts';
import type { Family, Kit } from './kit.ts';
import { checkBaseUrl, findConnection, resolvePartner } from './partners.ts';
import { tlsHandlers } from './tls-view.ts';
import { workOnBody } from './work-on-body.ts';

type ReadAbilities = ServerAbilities & { exchangeId: string; readAt: string };

/** The family `connections`: partners as they are stored, and what their servers say they can do. */
export function connectionHandlers(kit: Kit, heavy: Heavy): Family<'connections'> {
  const { store, ports } = kit;
  const abilities = new Map<string, ReadAbilities>();

  /** One change at a time: each reads the connection first, and asks files and vault before it writes. */
  let turn: Promise<unknown> = Promise.resolve();
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
  }

  async function change(before: Connection, patch: ConnectionPatch, isNew: boolean): Promise<Reply<Connection>> {
    const taken = patch.name === undefined ? undefined : nameTaken(kit, patch.name, before.id);
    if (taken) return taken;
    const baseUrl = patch.baseUrl === undefined ? undefined : checkBaseUrl(patch.baseUrl);
    if (baseUrl && !baseUrl.ok) return baseUrl;
    const changed = await changeConnection(kit, before, { ...patch, ...(baseUrl ? { baseUrl: baseUrl.value } : {}) });
    return changed.ok ? keepConnection(kit, isNew ? undefined : before, changed.value) : changed;
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
    'connections.add': (input) =>
      inTurn(() =>
        change(
          {
            id: randomUUID(),
            name: input.name,
            baseUrl: input.baseUrl,
            role: input.role,
            cdexVersion: input.cdexVersion,
            timeoutMs: input.timeoutMs,
            origin: 'user',
            auth: { method: 'none' },
            line: {},
            policy: defaultPolicy,
            secrets: [],
            createdAt: new Date(ports.clock.now()).toISOString(),
          },
          input,
          true,
        ),
      ),
    'connections.update': ({ connection, patch }) =>
      inTurn(async () => {
        const found = findConnection(kit, connection);
        return found.ok ? change(found.value, patch, false) : found;
      }),
    'connections.remove': ({ connection }) =>
      inTurn(async () => {
        const found = findConnection(kit, connection);
        if (!found.ok) return found;
        if (found.value.origin !== 'user')
          return fail(
            'invalid-input',
            `${found.value.name} belongs to the sandbox.`,
            'Stop the sandbox in its screen if you do not want it.',
          );
        return removeConnection(kit, found.value);
      }),
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
