import type { Reply } from '../../../shared/contract/errors.ts';
import type { Console } from '../../app/console.ts';
import type { OpenOptions, Surface } from './command.ts';

/** Opens the real console. Loaded on demand: a command that refuses its arguments needs none of it. */
async function openConsole(options: OpenOptions): Promise<Reply<Console>> {
  const [{ makeNodePorts }, { createConsole }] = await Promise.all([
    import('../node-ports.ts'),
    import('../../app/create-console.ts'),
  ]);
  const ports = makeNodePorts(options);
  return ports.ok ? createConsole(ports.value) : ports;
}

/** The process as a surface. The first SIGINT, SIGTERM or SIGHUP asks the command to end; the second ends it. */
export function processSurface(): Surface {
  const ending = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      if (ending.signal.aborted) process.exit(1);
      ending.abort();
    });
  // A reader that stops reading (`| head`) wants no more: that ends the command, and is no fault.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    if (ending.signal.aborted) return;
    ending.abort();
  });
  return {
    input: process.stdin,
    output: process.stdout,
    error: process.stderr,
    interactive: process.stdout.isTTY === true,
    ended: ending.signal,
    openConsole,
  };
}
