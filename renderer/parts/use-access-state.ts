import type { Connection } from '../../shared/domain/connection.ts';
import { lastExchangeWith } from '../stores/connection-in-use.ts';
import { useNow } from '../stores/now.ts';
import { useRecord, useRecords } from '../stores/records.ts';
import { type AccessState, accessState } from './access-state.ts';

const refusals = [401, 403];

/** How a connection stands with its partner's authorization, kept true as the token runs out. */
export function useAccessState(connection: Connection): AccessState {
  const access = useRecord('access', connection.id);
  const sendsWhatItHas = connection.auth.method === 'none' || connection.auth.method === 'bearer';
  const status = useRecords((records) => {
    const shown = access?.refusal?.exchangeId;
    const exchange = sendsWhatItHas
      ? lastExchangeWith(records, connection.id)
      : shown === undefined
        ? undefined
        : records.exchange.byId.get(shown);
    return exchange?.status ?? undefined;
  });
  const ends = access?.token?.expiresAt;
  // The words tell seconds only near the end.
  const isNear = ends !== undefined && Date.parse(ends) - Date.now() < 120_000;
  const now = useNow(ends === undefined ? 0 : isNear ? 1_000 : 10_000);
  const refusedWith = sendsWhatItHas && !refusals.includes(status ?? 0) ? undefined : status;
  return accessState(connection, access, now, refusedWith);
}
