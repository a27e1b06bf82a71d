import { useMemo } from 'react';
import type { CheckUpStep } from '../../../shared/domain/check-up.ts';
import type { Connection } from '../../../shared/domain/connection.ts';
import { withTokenUrl } from '../../parts/auth-input.ts';
import { useRecord } from '../../stores/records.ts';
import { useCommands } from '../../stores/use-commands.ts';
import type { Failure } from '../../../shared/contract/errors.ts';
import { urlToTake } from './fixes.ts';

/** A step that mends what the diagnosis names, by one press. */
export interface Fix {
  label: string;
  failure: Failure | undefined;
  run: () => void;
}

/** The fix for a step, where there is one: takes the published token URL and goes along the line again. */
export function useFix(
  connection: Connection,
  step: CheckUpStep | undefined,
  again: () => Promise<void>,
): Fix | undefined {
  const discovery = useRecord('discovery', connection.id);
  const { failure, run } = useCommands();
  const code = step?.diagnosis?.code;
  const tokenUrl = code && urlToTake(code, connection, discovery);
  return useMemo(() => {
    if (tokenUrl === undefined) return undefined;
    const take = async () => {
      const reply = await run('connections.update', {
        connection: connection.id,
        patch: { auth: withTokenUrl(connection.auth, tokenUrl) },
      });
      if (reply.ok) await again();
    };
    return { label: 'Use discovered URL', failure, run: () => void take() };
  }, [tokenUrl, connection, failure, run, again]);
}
