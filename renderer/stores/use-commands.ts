import { useCallback, useState } from 'react';
import type { CommandInput, CommandName, CommandOutput } from '../../shared/contract/commands.ts';
import type { Failure, Reply } from '../../shared/contract/errors.ts';
import { call } from '../api/call.ts';

/** What is under way and what failed last, for a screen of buttons. */
export interface Commands {
  /** Name of the command under way. */
  busy: CommandName | undefined;
  failure: Failure | undefined;
  run: <K extends CommandName>(name: K, input: CommandInput<K>) => Promise<Reply<CommandOutput<K>>>;
}

/** Runs commands one after the other and keeps the last failure until the next one. */
export function useCommands(): Commands {
  const [busy, setBusy] = useState<CommandName>();
  const [failure, setFailure] = useState<Failure>();
  const run = useCallback(async <K extends CommandName>(name: K, input: CommandInput<K>) => {
    setBusy(name);
    setFailure(undefined);
    const reply = await call(name, input);
    setBusy(undefined);
    if (!reply.ok) setFailure(reply.error);
    return reply;
  }, []);
  return { busy, failure, run };
}
