import { readFile } from 'node:fs/promises';
import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { Given } from '../../shared/contract/given.ts';
import type { Ports } from '../ports.ts';
import { saidFile, saidVariable, setVariable } from './say-source.ts';

/** The largest file taken for a key, a certificate or a secret. */
const largest = 4_000_000;

/**
 * The bytes of what a person handed over; `what` names it ("the client secret"). Fails with `capability-missing` on a host that reads no
 * environment variables and files, `secret-missing` for an empty variable, `file-unreadable` for the rest.
 */
export async function readGiven(
  ports: Pick<Ports, 'capabilities' | 'environment'>,
  given: Given,
  what: string,
): Promise<Reply<Buffer>> {
  if ('value' in given) return ok(Buffer.from(given.value));
  if (!ports.capabilities.includes('environment'))
    return fail(
      'capability-missing',
      `This host reads no environment variables and no files, so it cannot get ${what} there.`,
      'Give it here, or use the command line.',
    );
  if ('env' in given) {
    const value = ports.environment(given.env);
    if (value) return ok(Buffer.from(value));
    return fail(
      'secret-missing',
      `The ${saidVariable(given.env)} is empty, so ${what} is missing.`,
      `Set ${setVariable(given.env)}, then run the command again.`,
    );
  }
  try {
    const bytes = await readFile(given.file);
    if (bytes.length > 0 && bytes.length <= largest) return ok(bytes);
    return fail(
      'file-unreadable',
      `${saidFile(given.file)} is ${bytes.length === 0 ? 'empty' : `too large to be ${what}`}.`,
      'Check that the path names the right file.',
    );
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
    return fail(
      'file-unreadable',
      `${saidFile(given.file)} cannot be read: ${reason}.`,
      'Check the path and the permissions.',
    );
  }
}
