import type { z } from 'zod';
import { type CommandName, commandNames, commands, isCommandName } from '../../shared/contract/commands.ts';
import { fail, type Reply } from '../../shared/contract/errors.ts';
import { nearest } from '../../shared/fhir/nearest.ts';
import type { Handlers } from '../services/kit.ts';
import { storageFailure } from '../store/storage-failure.ts';
import { errorReport, errorWords } from '../../shared/contract/error-words.ts';

/** Finds the command, parses its input, runs it, and turns whatever happens into a reply. Input is unknown until its schema has passed it. */
export function createDispatch(load: (name: CommandName) => Promise<Partial<Handlers>>, log: (line: string) => void) {
  return async function dispatch(name: string, input: unknown): Promise<Reply<unknown>> {
    if (!isCommandName(name)) {
      const like = nearest(name, commandNames);
      return fail(
        'unknown-command',
        `There is no command ${JSON.stringify(name)}.`,
        like ? `Perhaps you mean ${like}.` : `Use one of: ${commandNames.join(', ')}.`,
      );
    }
    const parsed = commands[name].input.safeParse(input ?? {});
    if (!parsed.success) return invalid(name, parsed.error);
    try {
      const handler = (await load(name))[name] as (input: unknown) => Reply<unknown> | Promise<Reply<unknown>>;
      return await handler(parsed.data);
    } catch (error) {
      return unexpected(name, error, log);
    }
  };
}

function invalid(name: CommandName, error: z.ZodError): Reply<never> {
  const details = error.issues.map((issue) => `${issue.path.join('.') || 'input'}: ${sentenceOf(issue)}`);
  return fail(
    'invalid-input',
    `${name} cannot take this input: ${details[0]?.replace(/\.$/, '')}${details.length > 1 ? ` (and ${details.length - 1} more)` : ''}.`,
    'Correct what is named and try again.',
    { details },
  );
}

/** What a schema says of an input. Names it does not know are repeated only where they look like names: a secret may stand there. */
function sentenceOf(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'unrecognized_keys' || issue.keys.every((key) => /^[A-Za-z]{1,30}$/.test(key)))
    return issue.message;
  return 'A name stands there that is not known.';
}

function unexpected(name: string, thrown: unknown, log: (line: string) => void): Reply<never> {
  const storage = storageFailure(thrown);
  if (storage) return { ok: false, error: storage };
  log(`${name} failed: ${errorReport(thrown)}`);
  return fail(
    'internal',
    `${name} failed in the console itself: ${errorWords(thrown)}.`,
    'Try again; if it stays so, report it with the console’s log.',
  );
}
