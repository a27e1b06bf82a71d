import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

export const root = path.resolve(import.meta.dirname, '../..');
export const switchboard = path.join(root, 'out/bin/switchboard.js');

/** A folder that is gone when the work is done. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'switchboard-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A process that prints one line when it is ready and stays until stopped. */
export async function startServer(
  script: string,
  args: string[] = [],
  env: NodeJS.ProcessEnv = process.env,
): Promise<{ line: string; stop(): Promise<void> }> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env,
  });
  const lines = createInterface({ input: child.stdout });
  const [line] = (await once(lines, 'line')) as [string];
  return {
    line,
    async stop() {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}

/** The environment of a process that leaves its peak resident memory, in kilobytes, in a file when it ends. */
export const peakIn = (report: string): NodeJS.ProcessEnv => ({
  ...process.env,
  NODE_OPTIONS: `--require ${path.join(import.meta.dirname, 'report-peak.cjs')}`,
  SWITCHBOARD_BENCH_PEAK: report,
});

/** Runs a program to its end; milliseconds of wall time, and its peak resident memory in MB as the operating system counts it. */
export async function timed(args: string[], folder: string): Promise<{ ms: number; peakMb: number }> {
  const report = path.join(folder, 'peak');
  const began = performance.now();
  const child = spawn(process.execPath, args, { stdio: 'ignore', env: peakIn(report) });
  const [code] = (await once(child, 'exit')) as [number];
  const ms = performance.now() - began;
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}`);
  return { ms, peakMb: Number(readFileSync(report, 'utf8')) / 1024 };
}
