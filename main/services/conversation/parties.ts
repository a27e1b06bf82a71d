import type { Connection, Role } from '../../../shared/domain/connection.ts';
import type { ConversationParty } from '../../../shared/domain/conversation.ts';
import type { Exchange } from '../../../shared/domain/exchange.ts';
import type { Gathered } from './gathered.ts';

/** Which of an exchange's parties is a partner's, and whose side that is. */
export interface Partner {
  id: string;
  name: string;
  /** Host with port. */
  host: string;
  side: Role;
  /** Base URL, where it is known: what it begins with is left out of addresses. */
  baseUrl?: string;
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : '');

/** The party a partner is: its connection, whether that is still stored or not, else its host. */
export const partyIdOf = ({ connectionId, baseUrl }: { connectionId?: string; baseUrl: string }): string =>
  connectionId ?? hostOf(baseUrl);
const other = (role: Role): Role => (role === 'payer' ? 'provider' : 'payer');

/** Whether a Task's output, or what lies behind it, was fetched from another server than the partner's. */
const isElsewhere = ({ direction, approach, url }: Exchange, baseUrl: string): boolean =>
  direction === 'out' && approach === 'task' && hostOf(url) !== hostOf(baseUrl);

/** Who stands behind an exchange: a stored connection, the partner of the Task, or whoever sent it. */
export function partnerOf(
  exchange: Exchange,
  around: Gathered['partner'],
  connections: ReadonlyMap<string, Connection>,
): Partner {
  const { connectionId, direction, url, partner: name, approach } = exchange;
  const isAround =
    around !== undefined &&
    !isElsewhere(exchange, around.baseUrl) &&
    (direction === 'in' ||
      (connectionId === undefined ? hostOf(url) === hostOf(around.baseUrl) : connectionId === around.connectionId));
  if (isAround) {
    const { baseUrl, side } = around;
    return { id: partyIdOf(around), name: around.name, host: hostOf(baseUrl), side, baseUrl };
  }
  const connection = connectionId === undefined ? undefined : connections.get(connectionId);
  if (connection && !isElsewhere(exchange, connection.baseUrl)) {
    const { id, baseUrl, role } = connection;
    return { id, name: connection.name, host: hostOf(baseUrl), side: other(role), baseUrl };
  }
  if (direction === 'in') return { id: `from ${name}`, name, host: '', side: 'provider' };
  // Pushes go to payers; whatever else is asked for lies with providers.
  const isNamed = connectionId !== undefined && !connection && connectionId !== around?.connectionId;
  return {
    id: hostOf(url),
    name: isNamed ? name : hostOf(url),
    host: hostOf(url),
    side: approach === 'push' ? 'payer' : 'provider',
  };
}

/** The lines of the drawing, left to right: payers we speak with, this console, its receiver, providers. `said`: our side, where it is known. */
export function partiesOf(
  exchanges: readonly Exchange[],
  partners: readonly Partner[],
  said?: Role,
): ConversationParty[] {
  const known = new Map(partners.map((one) => [one.id, one]));
  const sides = new Set([...known.values()].map(({ side }) => side));
  const ours: Role = said ?? (sides.has('provider') ? 'payer' : 'provider');
  const names = { payer: 'Payer console', provider: 'Provider console' };
  const console: ConversationParty = {
    id: 'console',
    name: said === undefined && sides.size > 1 ? 'Console' : names[ours],
    says: 'this computer',
    side: ours,
    us: true,
  };
  const came = exchanges.find(({ direction }) => direction === 'in');
  const receiver: ConversationParty = {
    id: 'receiver',
    name: 'Receiver',
    says: came ? hostOf(came.url) : '',
    side: ours,
    us: true,
  };
  const theirs = (side: Role): ConversationParty[] =>
    [...known.values()]
      .filter((one) => one.side === side)
      .map(({ id, name, host }) => ({
        id,
        name,
        says: host && host !== name ? `${side}, ${host}` : side,
        side,
        us: false,
      }));
  const sent = exchanges.some(({ direction }) => direction === 'out');
  return [...theirs('payer'), ...(sent || !came ? [console] : []), ...(came ? [receiver] : []), ...theirs('provider')];
}
