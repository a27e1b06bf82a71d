import type { Connection } from '../../shared/domain/connection.ts';
import type { Exchange } from '../../shared/domain/exchange.ts';
import { type Tables, useRecords } from './records.ts';
import { changeSettings, useSettings } from './settings.ts';

/** The connection the console works with now, if one is chosen and still there. */
export function useConnectionInUse(): Connection | undefined {
  const id = useSettings((settings) => settings.connectionId);
  return useRecords((records) => records.connection.byId.get(id));
}

/** How the line to a partner is drawn: by its newest exchange. */
export const lineState = (last: Exchange | undefined): 'open' | 'cut' | 'ok' =>
  !last ? 'open' : last.outcome === 'transport' ? 'cut' : 'ok';

/** Works with another connection from now on. */
export const chooseConnection = (id: string): Promise<void> => changeSettings({ connectionId: id });

/** The newest exchange with a connection, among those at hand. */
export function lastExchangeWith(tables: Tables, connectionId: string): Exchange | undefined {
  const { ids, byId } = tables.exchange;
  for (let index = ids.length - 1; index >= 0; index -= 1) {
    const exchange = byId.get(ids[index] ?? '');
    if (exchange?.connectionId === connectionId) return exchange;
  }
  return undefined;
}
