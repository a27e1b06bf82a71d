import { useCallback, useEffect } from 'react';
import { create } from 'zustand';
import type { Failure } from '../../shared/contract/errors.ts';
import type { TlsView } from '../../shared/domain/tls-view.ts';
import { call } from '../api/call.ts';
import { useRecord } from './records.ts';

/** What was seen of a partner's TLS, as far as it was looked at. */
export interface TlsState {
  looking: boolean;
  value?: TlsView;
  failure?: Failure;
}

const unread: TlsState = { looking: false };
const useStore = create<Readonly<Record<string, TlsState | undefined>>>()(() => ({}));

async function look(connection: string, key: string): Promise<void> {
  const known = useStore.getState()[key];
  if (known?.looking) return;
  useStore.setState({ [key]: { ...known, looking: true, failure: undefined } });
  const reply = await call('connections.tls', { partner: { connection } });
  useStore.setState({
    [key]: reply.ok ? { looking: false, value: reply.value } : { ...known, looking: false, failure: reply.error },
  });
}

/** The TLS side of a connection's address: looked at once for an address and its certificates, and again when asked. */
export function useTlsView(connection: string): [TlsState, () => void] {
  const record = useRecord('connection', connection);
  const key = record ? JSON.stringify([connection, record.baseUrl, record.line, record.secrets]) : '';
  const isTls = record?.baseUrl.startsWith('https:') ?? false;
  const state = useStore((store) => store[key]) ?? unread;
  const started = state.looking || state.value !== undefined || state.failure !== undefined;
  useEffect(() => {
    if (isTls && !started) void look(connection, key);
  }, [connection, key, isTls, started]);
  const again = useCallback(() => void look(connection, key), [connection, key]);
  return [state, again];
}
