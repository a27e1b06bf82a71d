import { useMemo } from 'react';
import type { Connection } from '../../../shared/domain/connection.ts';
import { useConnectionInUse } from '../../stores/connection-in-use.ts';
import { recordsOf, useRecords, useTable } from '../../stores/records.ts';

/** Whom a Task may be sent to. */
export interface Partners {
  partners: Connection[];
  /** The one that was chosen, by its id, else the one that fits; undefined where there is none at all. */
  partner: Connection | undefined;
}

/** A request goes from a payer to a provider, so only connections on which we are the payer are offered. `chosen` is '' where nobody chose. */
export function usePartners(chosen: string): Partners {
  const connections = useTable('connection');
  const inUse = useConnectionInUse();
  const partners = useMemo(
    () =>
      recordsOf({ ...useRecords.getState(), connection: connections }, 'connection').filter(
        ({ role }) => role === 'payer',
      ),
    [connections],
  );
  const fitting =
    partners.find(({ id }) => id === inUse?.id) ?? partners.find(({ origin }) => origin === 'sandbox-provider');
  return { partners, partner: partners.find(({ id }) => id === chosen) ?? fitting ?? partners[0] };
}
