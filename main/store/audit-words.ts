import type { Connection } from '../../shared/domain/connection.ts';
import type { Exchange } from '../../shared/domain/exchange.ts';
import type { KeyRecord } from '../../shared/domain/key.ts';
import type { Role } from '../../shared/domain/role.ts';
import type { NewAuditEntry } from './audit.ts';

/** What the store tells the audit trail by itself. Outcomes hold no words of a partner: they stay in a redacted export. */

/** An exchange as it is stored. `promised` is the status an incoming one is about to be answered with. */
export function exchangeTold(id: string, exchange: Omit<Exchange, 'id'>, promised?: number): NewAuditEntry {
  const { at, method, url, partner, direction } = exchange;
  return {
    action: 'exchange',
    at,
    peer: partner,
    request: `${direction === 'in' ? 'received ' : ''}${method} ${url}`,
    outcome: promised === undefined ? outcomeOf(exchange) : `stored, answered ${promised}`,
    exchangeId: id,
  };
}

function outcomeOf({ status, outcome, direction }: Omit<Exchange, 'id'>): string {
  if (status !== null) return `${status} ${outcome}`;
  if (direction === 'out') return 'no answer';
  return outcome === 'ok' ? 'stored' : 'broken off';
}

/** A recorded exchange that somebody deletes. */
export const deletionTold = (exchange: Exchange): NewAuditEntry => ({
  action: 'exchange',
  peer: exchange.partner,
  request: `delete the record of ${exchange.method} ${exchange.url}`,
  outcome: 'deleted',
  exchangeId: exchange.id,
});

/** A connection that is stored; undefined when nothing of it changed. */
export function connectionTold(before: Connection | undefined, after: Connection): NewAuditEntry | undefined {
  const changed = before ? changes(before, after) : [];
  if (before && changed.length === 0) return undefined;
  const what = before ? `change connection ${after.name}: ${changed.join(', ')}` : `add connection ${after.name}`;
  return { action: 'configuration', peer: after.name, request: `${what} (${after.baseUrl})`, outcome: 'done' };
}

/** A connection that is removed. */
export const removalTold = ({ name, baseUrl }: Connection): NewAuditEntry => ({
  action: 'configuration',
  peer: name,
  request: `remove connection ${name} (${baseUrl})`,
  outcome: 'done',
});

/** A key that is stored: new, or retired. */
export const keyTold = (
  before: KeyRecord | undefined,
  { name, kid, alg, origin, state }: KeyRecord,
): NewAuditEntry => ({
  action: 'configuration',
  request: `${before ? 'keep' : origin === 'generated' ? 'generate' : 'import'} key ${name} (${alg}, kid ${kid}) as ${state}`,
  outcome: 'done',
});

/** A key that is removed. */
export const keyRemovalTold = ({ name, alg, kid }: KeyRecord): NewAuditEntry => ({
  action: 'configuration',
  request: `remove key ${name} (${alg}, kid ${kid})`,
  outcome: 'done',
});

/** A role that a process begins or ends to play, or plays in another way; undefined when nothing changed. */
export function roleTold(before: Role | undefined, after: Role): NewAuditEntry | undefined {
  if (after.running && !(before?.running && before.pid === after.pid))
    return { action: 'start', request: `start ${after.id} in process ${after.pid ?? 'unknown'}`, outcome: 'started' };
  if (!after.running)
    return before?.running ? { action: 'start', request: `stop ${after.id}`, outcome: 'stopped' } : undefined;
  const changed = before ? changes(before, after) : [];
  if (changed.length === 0) return undefined;
  return { action: 'configuration', request: `change ${after.id}: ${changed.join(', ')}`, outcome: 'done' };
}

/** The names of the fields in which two records differ. */
function changes(before: object, after: object): string[] {
  const [one, other] = [
    new Map<string, unknown>(Object.entries(before)),
    new Map<string, unknown>(Object.entries(after)),
  ];
  const names = [...new Set([...one.keys(), ...other.keys()])];
  return names.filter((name) => JSON.stringify(one.get(name)) !== JSON.stringify(other.get(name)));
}
