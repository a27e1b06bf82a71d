import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { cleanUp } from '../../fakes/ports.ts';

/** A child process that runs one of the scripts beside the tests and talks by messages. */
export interface Helper {
  child: ChildProcess;
  /** The next message. */
  said(): Promise<unknown>;
  /** SIGKILL, and gone. */
  kill(): Promise<void>;
}

/** Forks `script` (a URL of a .ts file) with arguments; it is killed after the test. */
export function forkHelper(script: URL, args: string[]): Helper {
  const child = fork(script, args, { execArgv: ['--disable-warning=ExperimentalWarning'] });
  const waiting: ((message: unknown) => void)[] = [];
  const arrived: unknown[] = [];
  child.on('message', (message) => {
    const next = waiting.shift();
    if (next) next(message);
    else arrived.push(message);
  });
  const ended = once(child, 'close'); // unlike at its exit, everything it said has been heard by then
  const kill = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  cleanUp(kill);
  return {
    child,
    said: () => {
      if (arrived.length) return Promise.resolve(arrived.shift());
      return Promise.race([
        new Promise((resolve) => waiting.push(resolve)),
        ended.then(([code]) => {
          throw new Error(`The helper ended with ${code}.`);
        }),
      ]);
    },
    kill,
  };
}
