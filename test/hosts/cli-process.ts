import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { binOf, buildCli } from './cli-build.ts';

const bin = binOf(await buildCli());

export interface CliResult {
  code: number | null;
  out: string;
  err: string;
}

export interface CliOptions {
  dataFolder: string;
  input?: string;
  environment?: Record<string, string>;
}

/** A running command line, as a real process. */
export interface Cli {
  child: ChildProcess;
  /** Resolves once stdout holds so many lines, each parsed; rejects when the process ends before that. */
  lines(count: number): Promise<unknown[]>;
  /** Resolves with what fits a pattern as soon as it stands on stderr, white space behind it; rejects when the process ends before that. */
  says(pattern: RegExp): Promise<string>;
  done: Promise<CliResult>;
}

/** Whoever is still running when the test file ends, a failed test's staying command for one. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export const newDataFolder = (): string => mkdtempSync(path.join(os.tmpdir(), 'switchboard-cli-'));

export function startCli(args: string[], { dataFolder, input, environment }: CliOptions): Cli {
  const env = { ...process.env, SWITCHBOARD_DATA_DIR: dataFolder, NODE_OPTIONS: '', ...environment };
  const child = spawn(process.execPath, [bin, ...args], { env, stdio: ['pipe', 'pipe', 'pipe'] });
  running.add(child);
  let out = '';
  let err = '';
  let isClosed = false;
  const waiting = new Set<() => void>();
  const look = () => {
    for (const each of waiting) each();
  };
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    out += chunk;
    look();
  });
  child.stderr.setEncoding('utf8').on('data', (chunk) => {
    err += chunk;
    look();
  });
  child.stdin.end(input ?? '');
  const done = new Promise<CliResult>((resolve) => {
    child.on('close', (code) => {
      running.delete(child);
      isClosed = true;
      resolve({ code, out, err });
      look();
    });
  });
  /** Waits for something in what it wrote. A process that has ended may have more to be read, until its streams are closed too. */
  const wait = <T>(what: string, find: () => T | undefined) =>
    new Promise<T>((resolve, reject) => {
      const each = () => {
        const found = find();
        if (found !== undefined) resolve(found);
        else if (!isClosed) return;
        else reject(new Error(`ended with ${child.exitCode ?? child.signalCode} without ${what}: ${out}${err}`));
        waiting.delete(each);
      };
      waiting.add(each);
      each();
    });
  const lines = (count: number) =>
    wait(`${count} lines`, () => {
      const all = out.split('\n').slice(0, -1);
      return all.length < count ? undefined : all.slice(0, count).map((line): unknown => JSON.parse(line));
    });
  const says = (pattern: RegExp) =>
    wait(String(pattern), () => {
      const found = pattern.exec(err);
      return found && /\s/.test(err.charAt(found.index + found[0].length)) ? found[0] : undefined;
    });
  return { child, lines, says, done };
}

export const runCli = (args: string[], options: CliOptions): Promise<CliResult> => startCli(args, options).done;

/** Runs with --json and parses what came on stdout. */
export async function askCli(args: string[], options: CliOptions) {
  const { code, out, err } = await runCli([...args, '--json'], options);
  return { code, value: JSON.parse(out), err };
}
