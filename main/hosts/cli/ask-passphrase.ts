import type { Readable, Writable } from 'node:stream';
import { leastPassphrase } from '../../../shared/domain/vault.ts';

/** The terminal of whoever types; tests give one of their own. */
export interface Terminal {
  input: Readable & { isTTY?: boolean; setRawMode?(raw: boolean): unknown };
  output: Writable & { isTTY?: boolean };
  /** Asks the process to end, as Ctrl-C does where nothing is hidden; `ended` is aborted then. */
  interrupt(): void;
  /** Whether the process is asked to end: nobody answers any more. */
  ended: AbortSignal;
}

/** What is asked: the passphrase there is, one to make a vault with, or one in place of another; or that of a key's file. */
export type PassphrasePurpose = 'open' | 'make' | 'change' | 'key';

const questions: Record<PassphrasePurpose, string> = {
  open: 'Passphrase of the vault: ',
  key: 'Passphrase of the key: ',
  make: `Passphrase for a new vault (at least ${leastPassphrase} characters): `,
  change: `New passphrase of the vault (at least ${leastPassphrase} characters): `,
};

const tries = 3;

/**
 * Asks for a passphrase without showing it, a new one twice. Undefined when nobody sits at both ends of the terminal, when nothing is
 * typed, and when three tries give no passphrase that can be used.
 */
export async function askPassphrase(terminal: Terminal, purpose: PassphrasePurpose): Promise<string | undefined> {
  if (!terminal.input.isTTY || !terminal.output.isTTY) return undefined;
  for (let left = tries; left > 0 && !terminal.ended.aborted; left -= 1) {
    const typed = await askHidden(terminal, questions[purpose]);
    if (!typed || purpose === 'open' || purpose === 'key') return typed || undefined;
    if ([...typed].length < leastPassphrase)
      terminal.output.write(`Too short: it needs at least ${leastPassphrase} characters.\n`);
    else if ((await askHidden(terminal, 'The same again: ')) === typed) return typed;
    else terminal.output.write('The two differ.\n');
  }
  return undefined;
}

const [interrupt, endOfInput, eraseLine] = ['\u0003', '\u0004', '\u0015'];

/** One line, not shown. Undefined when the input ends, or Ctrl-C or Ctrl-D is typed. */
function askHidden({ input, output, interrupt: end, ended }: Terminal, question: string): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  let typed: string[] = [];
  const finish = (answer: string | undefined) => {
    input.off('data', read).off('end', giveUp);
    ended.removeEventListener('abort', giveUp);
    input.setRawMode?.(false);
    input.pause();
    output.write('\n');
    resolve(answer);
  };
  const giveUp = () => finish(undefined);
  const read = (chunk: Buffer | string) => {
    const letters = [...String(chunk)];
    for (const [at, letter] of letters.entries()) {
      if (letter === '\r' || letter === '\n') {
        const rest = letters.slice(at + 1).join('');
        finish(typed.join(''));
        if (rest) input.unshift(rest); // pasted together with the next answer
        return;
      }
      if (letter === interrupt) return end(); // which aborts, and so ends this
      if (letter === endOfInput) return giveUp();
      if (letter === '\u007f' || letter === '\b') typed.pop();
      else if (letter === eraseLine) typed = [];
      else typed.push(letter);
    }
  };
  input.setRawMode?.(true); // first: what is typed early must not be shown either
  output.write(question);
  input.setEncoding('utf8').on('data', read).once('end', giveUp).resume();
  if (ended.aborted) giveUp();
  else ended.addEventListener('abort', giveUp);
  return promise;
}
