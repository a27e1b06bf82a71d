import { exitCode, type Failure, fail, type Reply } from '../../../shared/contract/errors.ts';
import type { Console } from '../../app/console.ts';
import { errorWords } from '../../../shared/contract/error-words.ts';
import { readArguments } from './arguments.ts';
import type { Command, OpenOptions, Session, Surface } from './command.ts';
import { findCommand } from './command-table.ts';
import { failureText, jsonLine, write } from './printing.ts';
import { Refusal, unwrap } from './refusal.ts';

/** What a one-shot command may do: read what it is told to read, write where it is told to write. */
const oneShot: OpenOptions['capabilities'] = ['environment', 'write-files'];

const cancelled = () =>
  fail('cancelled', 'The command was ended before it was done.', 'Run it again to do what is left.');

/** The reply, or `cancelled` as soon as the process is asked to end: nobody waits for a partner then. */
function orCancelled(reply: Promise<Reply<unknown>>, ended: AbortSignal): Promise<Reply<unknown>> {
  if (ended.aborted) return Promise.resolve(cancelled());
  const { promise, resolve, reject } = Promise.withResolvers<Reply<unknown>>();
  const cancel = () => resolve(cancelled());
  ended.addEventListener('abort', cancel);
  reply.then(resolve, reject).finally(() => ended.removeEventListener('abort', cancel));
  return promise;
}

function makeSession(surface: Surface, json: boolean, dataFolder: string | undefined) {
  let opened: Promise<Console> | undefined;
  const say = (line: string) => {
    surface.error.write(`${line}\n`);
  };
  const session: Session = {
    surface,
    json,
    jsonLines: json || !surface.interactive,
    say,
    open(options) {
      opened ??= surface
        .openConsole({ host: 'cli', capabilities: oneShot, dataFolder, log: say, ...options })
        .then(unwrap);
      return opened;
    },
    async ask(name, input) {
      const console = await session.open();
      return unwrap(await orCancelled(console.dispatch(name, input), surface.ended));
    },
    async run(name, input) {
      // The contract states the type of every command's answer; `ask`, which takes any name, cannot.
      return (await session.ask(name, input)) as never;
    },
    print: (text) => write(surface.output, text),
  };
  const close = async () => (await opened?.catch(() => undefined))?.close();
  return { session, close };
}

async function runCommand(name: string, command: Command, args: string[], surface: Surface, json: boolean) {
  const given = readArguments(name, command, args);
  const { session, close } = makeSession(surface, json, given.text('data-dir'));
  try {
    return await command.run(given, session);
  } finally {
    await close();
  }
}

function failureOf(error: unknown): Failure {
  if (error instanceof Refusal) return error.failure;
  return fail('internal', `The console failed: ${errorWords(error)}.`, 'Try again; report it if it happens again.')
    .error;
}

/** Runs one command line and answers its exit code. Everything that goes wrong is printed here, and only here. */
export async function runCommandLine(args: string[], surface: Surface): Promise<number> {
  // Read before the arguments are known to be good, so that their refusal has the form that was asked for.
  const json = args.includes('--json');
  try {
    const { name, rest, load } = findCommand(args);
    return await runCommand(name, await load(), rest, surface, json);
  } catch (error) {
    const failure = failureOf(error);
    // One line, so that it also fits behind lines that were printed already.
    if (json) await write(surface.output, jsonLine({ error: failure }));
    else await write(surface.error, failureText(failure));
    return exitCode(failure.code);
  }
}
