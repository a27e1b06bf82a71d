import { useCallback, useMemo, useState } from 'react';
import type { Failure, Reply } from '../../../../shared/contract/errors.ts';
import type { Connection } from '../../../../shared/domain/connection.ts';
import { call } from '../../../api/call.ts';
import { asksForToken } from '../../../parts/auth-words.ts';
import { type Action, useActions } from '../../../stores/actions.ts';
import { chooseConnection } from '../../../stores/connection-in-use.ts';
import { askingFor } from '../../../stores/explanations.ts';
import { cancelOperation, type Operation, runOperation, useOperation } from '../../../stores/operations.ts';
import { useRecord } from '../../../stores/records.ts';
import { throughVault } from '../../../stores/vault-gate.ts';
import { goTo } from '../../../stores/view.ts';

/** What can be done about the token of a connection, and how it went. */
export interface TokenActions {
  failure: Failure | undefined;
  /** A sign-in that waits for the browser. */
  signingIn: Operation | undefined;
  get: () => void;
  signIn: () => void;
  signOut: () => void;
  /** UDAP: has the partner register us; the connection keeps the client id. `anyway`: although nobody vouches for the partner's metadata. */
  register: (anyway?: boolean) => void;
  /** To the check-up of this connection, where the last attempt is taken apart. */
  inspect: () => void;
}

/** Goes to a step of the check-up of a connection, which is worked with from then on. */
export async function goToCheckUp(connection: string, step?: string): Promise<void> {
  await chooseConnection(connection);
  goTo('check-up', step);
}

/** Token, sign-in and sign-out of a connection, and the key T while its detail is shown. */
export function useTokenActions({ id, auth, name }: Connection): TokenActions {
  const [failure, setFailure] = useState<Failure>();
  const hasToken = useRecord('access', id)?.token !== undefined;
  const signingIn = useOperation(`sign-in ${id}`);
  const told = useCallback(<T>(reply: Reply<T>) => setFailure(reply.ok ? undefined : reply.error), []);

  const get = useCallback(async () => {
    setFailure(undefined);
    const ask = (operationId: string) =>
      throughVault(() => call('tokens.get', { connection: id, fresh: true, operationId }));
    told(await runOperation(askingFor(id), ask));
  }, [id, told]);
  const signIn = useCallback(async () => {
    setFailure(undefined);
    const ask = (operationId: string) => throughVault(() => call('tokens.sign-in', { connection: id, operationId }));
    told(await runOperation(`sign-in ${id}`, ask));
  }, [id, told]);
  const signOut = useCallback(async () => {
    setFailure(undefined);
    told(await throughVault(() => call('tokens.sign-out', { connection: id })));
  }, [id, told]);

  const register = useCallback(
    async (sendAnyway: boolean) => {
      setFailure(undefined);
      const ask = (operationId: string) =>
        throughVault(() => call('tokens.register', { connection: id, sendAnyway, operationId }));
      told(await runOperation(askingFor(id), ask));
    },
    [id, told],
  );

  const signsIn = auth.method === 'code' && !hasToken;
  const asks = asksForToken(auth.method);
  const asking = useOperation(askingFor(id));
  const running = (signingIn ?? asking)?.operationId;
  useActions(
    useMemo(
      (): Action[] => [
        {
          id: 'connection.token',
          title: signsIn ? `Sign in at ${name}` : `Get a token from ${name}`,
          group: 'Run',
          keys: 't',
          when: () => asks,
          run: () => void (signsIn ? signIn() : get()),
        },
        {
          id: 'connection.stop',
          title: 'Stop what is under way',
          group: 'Run',
          keys: 'Escape',
          when: () => running !== undefined,
          run: () => void (running && cancelOperation(running)),
        },
      ],
      [signsIn, asks, running, name, signIn, get],
    ),
  );
  return {
    failure,
    signingIn,
    get: () => void get(),
    signIn: () => void signIn(),
    signOut: () => void signOut(),
    register: (anyway = false) => void register(anyway),
    inspect: () => void goToCheckUp(id, 'authorization'),
  };
}
