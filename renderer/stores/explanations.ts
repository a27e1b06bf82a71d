import { useCallback, useEffect } from 'react';
import { create } from 'zustand';
import type { Failure, Reply } from '../../shared/contract/errors.ts';
import type { TokenExplanation } from '../../shared/domain/token-explanation.ts';
import { call } from '../api/call.ts';
import { runOperation } from './operations.ts';
import { useRecord } from './records.ts';
import { throughVault } from './vault-gate.ts';

/** The last attempt to get a token, as far as it is known here; `value` is null where this process made none. */
export interface ExplanationState {
  value?: TokenExplanation | null;
  failure?: Failure;
}

const unread: ExplanationState = {};
const useStore = create<Readonly<Record<string, ExplanationState | undefined>>>()(() => ({}));

const keep = (connection: string, reply: Reply<TokenExplanation | null>) =>
  useStore.setState(({ [connection]: before }) => ({
    [connection]: reply.ok ? { value: reply.value } : { ...before, failure: reply.error },
  }));

/** The name under which an attempt of a connection runs. */
export const askingFor = (connection: string): string => `token ${connection}`;

/** Asks the partner for a token now and keeps what came of it. */
async function askForToken(connection: string): Promise<void> {
  const reply = await runOperation(askingFor(connection), (operationId) =>
    throughVault(() => call('tokens.explain', { connection, operationId })),
  );
  keep(connection, reply);
}

/** The last attempt of a connection, read again whenever its access changed, and the way to make one now. */
export function useExplanation(connection: string): [ExplanationState, () => void] {
  const access = useRecord('access', connection);
  const mark = `${access?.token?.obtainedAt ?? ''} ${access?.refusal?.at ?? ''}`;
  useEffect(() => {
    if (mark === undefined) return;
    void call('tokens.last', { connection }).then((reply) => keep(connection, reply));
  }, [connection, mark]);
  const state = useStore((store) => store[connection]) ?? unread;
  const ask = useCallback(() => void askForToken(connection), [connection]);
  return [state, ask];
}
