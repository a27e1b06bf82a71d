import { useCallback, useEffect } from 'react';
import { create } from 'zustand';
import type { CommandOutput } from '../../shared/contract/commands.ts';
import type { Failure } from '../../shared/contract/errors.ts';
import { call } from '../api/call.ts';

/** What a partner's CapabilityStatement says, as far as it is known here. */
export interface AbilitiesState {
  reading: boolean;
  value?: CommandOutput<'connections.abilities'>;
  failure?: Failure;
}

const unread: AbilitiesState = { reading: false };
const useStore = create<Readonly<Record<string, AbilitiesState | undefined>>>()(() => ({}));

/** Reads a connection's abilities; once, unless `refresh` asks for the server again. */
export async function readAbilities(connection: string, refresh = false): Promise<void> {
  const known = useStore.getState()[connection];
  if (known?.reading || (known?.value && !refresh)) return;
  useStore.setState({ [connection]: { ...known, reading: true, failure: undefined } });
  const reply = await call('connections.abilities', { partner: { connection }, refresh });
  useStore.setState({
    [connection]: reply.ok
      ? { reading: false, value: reply.value }
      : { ...known, reading: false, failure: reply.error },
  });
}

/** Forgets what was read: the connection leads elsewhere now, or nowhere. */
export const forgetAbilities = (connection: string): void => useStore.setState({ [connection]: undefined });

/**
 * The abilities of a connection, read after it stayed in sight for a moment, so that walking through a list asks nobody. Answers the
 * state and the way to read again.
 */
export function useAbilities(connection: string | undefined): [AbilitiesState, (refresh: boolean) => void] {
  const state = useStore((store) => (connection ? store[connection] : undefined)) ?? unread;
  const started = state.reading || state.value !== undefined || state.failure !== undefined;
  useEffect(() => {
    if (!connection || started) return;
    const timer = setTimeout(() => void readAbilities(connection), 350);
    return () => clearTimeout(timer);
  }, [connection, started]);
  const again = useCallback(
    (refresh: boolean) => {
      if (connection) void readAbilities(connection, refresh);
    },
    [connection],
  );
  return [state, again];
}
