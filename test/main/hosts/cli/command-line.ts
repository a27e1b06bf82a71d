import { PassThrough, Readable, Writable } from 'node:stream';
import type { OpenOptions } from '../../../../main/hosts/cli/command.ts';
import { runCommandLine } from '../../../../main/hosts/cli/run.ts';
import type { Failure, Reply } from '../../../../shared/contract/errors.ts';
import type { Console } from '../../../../main/app/console.ts';
import { type Answers, type FakeConsole, fakeConsole } from '../fake-console.ts';

export interface Ran {
  code: number;
  out: string;
  err: string;
  console: FakeConsole;
  /** What the console was opened with; undefined when it was not opened. */
  opened?: OpenOptions;
}

export interface RunningLine {
  /** What stands on stdout so far. */
  out(): string;
  /** Resolves once stdout holds so many lines. */
  lines(count: number): Promise<string[]>;
  end(): void;
  done: Promise<Ran>;
  console: FakeConsole;
}

export interface LineOptions {
  answers?: Answers;
  input?: string;
  refuseOpening?: Failure;
  /** What somebody at a terminal types when asked. */
  typed?: string;
}

/** Starts a command line on a fake console. */
export function startLine(
  args: string[],
  { answers, input = '', refuseOpening, typed }: LineOptions = {},
): RunningLine {
  const console = fakeConsole(answers);
  const ending = new AbortController();
  const output = new PassThrough();
  let out = '';
  let err = '';
  const waiting = new Set<() => void>();
  output.setEncoding('utf8').on('data', (chunk) => {
    out += chunk;
    for (const look of waiting) look();
  });
  const error = new Writable({
    write(chunk, _encoding, done) {
      err += chunk;
      done();
    },
  });
  let opened: OpenOptions | undefined;
  const surface = {
    input: Readable.from([input]),
    output,
    error,
    interactive: false,
    ended: ending.signal,
    askPassphrase: async () => typed,
    async openConsole(options: OpenOptions): Promise<Reply<Console>> {
      opened = options;
      return refuseOpening ? { ok: false, error: refuseOpening } : { ok: true, value: console };
    },
  };
  const done = runCommandLine(args, surface).then((code) => ({ code, out, err, console, opened }));
  const lines = (count: number) =>
    new Promise<string[]>((resolve) => {
      const look = () => {
        const all = out.split('\n').slice(0, -1);
        if (all.length < count) return;
        waiting.delete(look);
        resolve(all);
      };
      waiting.add(look);
      look();
    });
  return { out: () => out, lines, end: () => ending.abort(), done, console };
}

/** Runs a command line on a fake console to its end. */
export const runLine = (args: string[], options?: LineOptions): Promise<Ran> => startLine(args, options).done;
