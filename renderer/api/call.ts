import type { Bridge } from '../../shared/contract/bridge.ts';
import type { CommandInput, CommandName, CommandOutput } from '../../shared/contract/commands.ts';
import type { Reply } from '../../shared/contract/errors.ts';
import type { ConsoleEvent } from '../../shared/contract/events.ts';

let bridge: Bridge | undefined;

/** Says by which bridge everything below speaks; once, before the first screen. */
export function speakThrough(given: Bridge): void {
  bridge = given;
}

/**
 * Runs a command. The reply's value has the type the contract gives the command; a bridge that throws (a preload that went away) is
 * answered as `connection-lost`, so that callers have one kind of failure.
 */
export async function call<K extends CommandName>(name: K, input: CommandInput<K>): Promise<Reply<CommandOutput<K>>> {
  try {
    if (!bridge) throw new Error('the page has no bridge');
    return (await bridge.call(name, input)) as Reply<CommandOutput<K>>;
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    return {
      ok: false,
      error: {
        code: 'connection-lost',
        message: `The console did not answer "${name}": ${reason}.`,
        next: 'Start the console again, then repeat this.',
      },
    };
  }
}

/** Hears events until the returned function is called. */
export function listen(hear: (event: ConsoleEvent) => void): () => void {
  return bridge ? bridge.listen(hear) : () => undefined;
}
