import { useCallback, useEffect } from 'react';
import { create } from 'zustand';
import type { CommandOutput } from '../../shared/contract/commands.ts';
import type { Failure } from '../../shared/contract/errors.ts';
import { call } from '../api/call.ts';
import { useRecord, useRecords } from './records.ts';

/** What a partner's CapabilityStatement says, as far as it is known here. */
export interface AbilitiesState {
  reading: boolean;
  value?: CommandOutput<'connections.abilities'>;
  failure?: Failure;
}

const unread: AbilitiesState = { reading: false };
const useStore = create<Readonly<Record<string, AbilitiesState | undefined>>>()(() => ({}));

// An address may change (the sandbox's follows its port): another address is another server.
const keyOf = (connection: string, baseUrl: string | undefined) => `${connection} ${baseUrl}`;

/** Reads a connection's abilities; once, unless `refresh` asks the server again. What was known stays until the answer is there. */
async function readAbilities(connection: string, refresh = false): Promise<void> {
  const key = keyOf(connection, useRecords.getState().connection.byId.get(connection)?.baseUrl);
  const known = useStore.getState()[key];
  if (known?.reading || (known?.value && !refresh)) return;
  useStore.setState({ [key]: { ...known, reading: true, failure: undefined } });
  const reply = await call('connections.abilities', { partner: { connection }, refresh });
  useStore.setState({
    [key]: reply.ok ? { reading: false, value: reply.value } : { ...known, reading: false, failure: reply.error },
  });
}

/**
 * The abilities of a connection, read when it has stayed in sight for `settleMs` (so that walking through a list asks nobody).
 * Answers the state and the way to read again.
 */
export function useAbilities(
  connection: string | undefined,
  settleMs = 0,
): [AbilitiesState, (refresh: boolean) => void] {
  const baseUrl = useRecord('connection', connection)?.baseUrl;
  const state = useStore((store) => (connection ? store[keyOf(connection, baseUrl)] : undefined)) ?? unread;
  const started = state.reading || state.value !== undefined || state.failure !== undefined;
  useEffect(() => {
    if (!connection || started) return;
    const timer = setTimeout(() => void readAbilities(connection), settleMs);
    return () => clearTimeout(timer);
  }, [connection, started, settleMs]);
  const again = useCallback(
    (refresh: boolean) => {
      if (connection) void readAbilities(connection, refresh);
    },
    [connection],
  );
  return [state, again];
}
