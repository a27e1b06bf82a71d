import { useCallback, useState } from 'react';
import type { Failure } from '../../../shared/contract/errors.ts';
import { call } from '../../api/call.ts';
import { type Operation, runOperation, useOperation } from '../../stores/operations.ts';
import { throughVault } from '../../stores/vault-gate.ts';

/** The check-up of a connection that is under way, and the way to begin one. */
export interface Running {
  operation: Operation | undefined;
  failure: Failure | undefined;
  run: () => Promise<void>;
}

/** Runs check-ups of a connection; the result arrives as a record. */
export function useCheckUp(connection: string): Running {
  const name = `check-up ${connection}`;
  const operation = useOperation(name);
  const [failure, setFailure] = useState<Failure>();
  const run = useCallback(async () => {
    setFailure(undefined);
    const reply = await runOperation(name, (operationId) =>
      throughVault(() => call('connections.test', { connection, operationId })),
    );
    if (!reply.ok && reply.error.code !== 'cancelled') setFailure(reply.error);
  }, [connection, name]);
  return { operation, failure, run };
}
