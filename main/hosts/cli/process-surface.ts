import type { Reply } from '../../../shared/contract/errors.ts';
import type { Console } from '../../app/console.ts';
import type { OpenOptions, Surface } from './command.ts';

/** Opens the real console. Loaded on demand: a command that refuses its arguments needs none of it. */
async function openConsole(options: OpenOptions, askPassphrase: Surface['askPassphrase']): Promise<Reply<Console>> {
  const [{ makeNodePorts }, { createConsole }] = await Promise.all([
    import('../node-ports.ts'),
    import('../../app/create-console.ts'),
  ]);
  // A web host asks in its page; a question in the terminal behind it would be seen by nobody.
  const ports = makeNodePorts(options.host === 'cli' ? { ...options, askPassphrase } : options);
  return ports.ok ? createConsole(ports.value) : ports;
}

/**
 * One wish to end may arrive more than once: the terminal tells the whole process group while a starter passes it on, and the library
 * that writes the settings sends the signal again. Only after this many milliseconds is it another wish.
 */
const sameWishMs = 1_000;

/** The process as a surface. SIGINT, SIGTERM or SIGHUP asks the command to end; asked again, it ends at once. */
export function processSurface(): Surface {
  const ending = new AbortController();
  let askedAt: number | undefined;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      askedAt ??= performance.now();
      if (performance.now() - askedAt > sameWishMs) process.exit(1);
      ending.abort();
    });
  // A reader that stops reading (`| head`) wants no more: that ends the command, and is no fault.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    if (ending.signal.aborted) return;
    ending.abort();
  });
  /** Asks at the terminal: on stderr, because stdout is the answer's. */
  const askPassphrase: Surface['askPassphrase'] = async (purpose) => {
    const { askPassphrase: ask } = await import('./ask-passphrase.ts');
    const interrupt = () => process.kill(process.pid, 'SIGINT');
    return ask({ input: process.stdin, output: process.stderr, interrupt, ended: ending.signal }, purpose);
  };
  return {
    input: process.stdin,
    output: process.stdout,
    error: process.stderr,
    interactive: process.stdout.isTTY === true,
    ended: ending.signal,
    openConsole: (options) => openConsole(options, askPassphrase),
    askPassphrase,
  };
}
