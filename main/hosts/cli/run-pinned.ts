import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { findPinnedNode } from './pinned-node.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Exits with 2, in the form the arguments ask for: this runs before anything that could print it is loaded. */
function refuse(message: string, args: string[]): never {
  const next = `Install Node 24 or newer, or install the product with npm so that it brings its own.`;
  const error = { code: 'capability-missing', message, next };
  if (args.includes('--json')) process.stdout.write(`${JSON.stringify({ error })}\n`);
  else process.stderr.write(`Error: ${message}\n${next}\n`);
  process.exit(2);
}

/** Runs the bin again under the pinned Node: same streams, signals passed on, its exit code ours. */
export function runPinned(bin: string, args: string[]): void {
  const node = findPinnedNode(bin);
  if (!node)
    refuse(
      `Switchboard needs Node 24; this is ${process.version}, and no Node 24 is installed beside it for ${process.platform}-${process.arch}.`,
      args,
    );
  // The process id people and scripts know is ours; role locks name it (store/role-locks.ts).
  const env = { ...process.env, SWITCHBOARD_STARTED_BY: String(process.pid) };
  // The fourth stream carries nothing: its end tells the other that we were killed (starter.ts).
  const child = spawn(node, [fileURLToPath(bin), ...args], { stdio: ['inherit', 'inherit', 'inherit', 'pipe'], env });
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => refuse(`${node} could not be started: ${error.message}`, args));
  child.on('exit', (code, signal) => {
    if (!signal) process.exit(code ?? 1);
    // Ended by a signal: end the same way, so that whoever waits for us sees it.
    for (const each of signals) process.removeAllListeners(each);
    process.kill(process.pid, signal);
  });
}
