import { useEffect, useMemo } from 'react';
import type { Connection } from '../../../shared/domain/connection.ts';
import { useConnectionInUse } from '../../stores/connection-in-use.ts';
import { recordsOf, useRecord, useRecords, useTable } from '../../stores/records.ts';
import { useComposing } from './composer-store.ts';

/** In place of a connection: nobody we know, only an address. */
export const nobody = 'none';

/** Whom a submission can go to, and whose record its content can come from. */
export interface Partners {
  /** Connections on which we are the provider. */
  payers: Connection[];
  payer: Connection | undefined;
  /** Connections to servers of providers. */
  sources: Connection[];
  source: Connection | undefined;
}

const isUnder = (url: string, { baseUrl }: Connection): boolean => url === baseUrl || url.startsWith(`${baseUrl}/`);

/** The partners of what is composed: those chosen, else those that fit. */
export function usePartners(): Partners {
  const table = useTable('connection');
  const inUse = useConnectionInUse();
  const connection = useComposing((state) => state.connection);
  const url = useComposing((state) => state.to.trim() || (state.target?.url ?? ''));
  const isTyped = useComposing((state) => state.to.trim() !== '' || state.target?.source === 'payer-url');
  const isWithheld = useComposing((state) => state.to.trim() === '' && state.target?.withheld !== undefined);
  const chosenSource = useComposing((state) => state.form.source);
  const task = useRecord(
    'task',
    useComposing((state) => state.answers?.taskId),
  );
  const partners = useMemo(() => {
    const all = recordsOf({ ...useRecords.getState(), connection: table }, 'connection');
    const payers = all.filter(({ role }) => role === 'provider');
    const sources = all.filter(({ role }) => role === 'payer');
    const fitting = isTyped
      ? payers.find((one) => isUnder(url, one))
      : (payers.find(({ id }) => id === inUse?.id) ??
        payers.find(({ origin }) => origin === 'sandbox-payer') ??
        payers[0]);
    // That our credentials may go where a Task says is for a person to choose.
    const usual = isWithheld ? undefined : fitting;
    const payer = connection === nobody ? undefined : (payers.find(({ id }) => id === connection) ?? usual);
    const source =
      all.find(({ id }) => id === chosenSource) ??
      all.find(({ id }) => id === task?.connectionId) ??
      sources.find(({ id }) => id === inUse?.id) ??
      sources.find(({ origin }) => origin === 'sandbox-provider') ??
      sources[0];
    return { payers, payer, sources, source };
  }, [table, inUse, connection, url, isTyped, isWithheld, chosenSource, task?.connectionId]);
  const payerId = partners.payer?.id;
  const sourceId = partners.source?.id;
  // What is kept as a draft names them, too.
  useEffect(() => useComposing.setState({ fitting: { payer: payerId, source: sourceId } }), [payerId, sourceId]);
  return partners;
}
