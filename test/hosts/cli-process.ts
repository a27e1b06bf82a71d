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
  });
  child.stdin.end(input ?? '');
  const done = new Promise<CliResult>((resolve) => {
    child.on('close', (code) => {
      running.delete(child);
      resolve({ code, out, err });
      look();
    });
  });
  const lines = (count: number) =>
    new Promise<unknown[]>((resolve, reject) => {
      const each = () => {
        const all = out.split('\n').slice(0, -1);
        if (all.length >= count) resolve(all.slice(0, count).map((line) => JSON.parse(line)));
        else if (child.exitCode === null) return;
        else reject(new Error(`ended with ${child.exitCode} after ${all.length} lines: ${err}`));
        waiting.delete(each);
      };
      waiting.add(each);
      each();
    });
  return { child, lines, done };
}

export const runCli = (args: string[], options: CliOptions): Promise<CliResult> => startCli(args, options).done;

/** Runs with --json and parses what came on stdout. */
export async function askCli(args: string[], options: CliOptions) {
  const { code, out, err } = await runCli([...args, '--json'], options);
  return { code, value: JSON.parse(out), err };
}
