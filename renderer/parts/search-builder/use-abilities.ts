import { useEffect } from 'react';
import { create } from 'zustand';
import type { Failure } from '../../../shared/contract/errors.ts';
import type { Connection } from '../../../shared/domain/connection.ts';
import type { ServerAbilities } from '../../../shared/fhir/abilities.ts';
import { call } from '../../api/call.ts';

/** What is known of a partner's CapabilityStatement. */
export type KnownAbilities =
  | { state: 'reading' }
  | { state: 'read'; abilities: ServerAbilities; exchangeId: string }
  | { state: 'failed'; failure: Failure };

const useKnown = create<Readonly<Record<string, KnownAbilities | undefined>>>()(() => ({}));

// The sandbox's address follows its port: another address is another server.
const keyOf = ({ id, baseUrl }: Connection): string => `${id} ${baseUrl}`;

/** Reads the partner's CapabilityStatement; `refresh` asks the partner anew. */
export async function readAbilities(connection: Connection, refresh = false): Promise<void> {
  const key = keyOf(connection);
  useKnown.setState({ [key]: { state: 'reading' } });
  const reply = await call('connections.abilities', { partner: { connection: connection.id }, refresh });
  useKnown.setState({
    [key]: reply.ok
      ? { state: 'read', abilities: reply.value, exchangeId: reply.value.exchangeId }
      : { state: 'failed', failure: reply.error },
  });
}

/** What a partner says it can do; read once a page and connection. Undefined without a connection. */
export function useAbilities(connection: Connection | undefined): KnownAbilities | undefined {
  const known = useKnown((all) => (connection ? all[keyOf(connection)] : undefined));
  useEffect(() => {
    if (connection && !useKnown.getState()[keyOf(connection)]) void readAbilities(connection);
  }, [connection]);
  return known;
}
