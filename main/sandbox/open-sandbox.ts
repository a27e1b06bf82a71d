import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { actionsBy } from './carry-actions.ts';
import { errorOf, SandboxError } from './errors.ts';
import type { Sandbox, SandboxOptions } from './sandbox.ts';
import type { AnswerMessage, CallMessage, SandboxCall, SandboxFacts } from './worker-messages.ts';

interface Waiting {
  resolve(value: unknown): void;
  reject(error: SandboxError): void;
}

const ended = (reason: string) =>
  new SandboxError('not-running', `The sandbox has ended: ${reason}.`, 'Start the sandbox again.');

/** How long a thread that has nothing more to do may take to end, in milliseconds. */
const endingMs = 5_000;

/** Waits until the thread has ended by itself; ends it where it does not. */
async function ending(worker: Worker, exited: Promise<unknown>): Promise<void> {
  const timer = setTimeout(() => void worker.terminate(), endingMs);
  await exited.catch(() => undefined);
  clearTimeout(timer);
}

/**
 * Starts the sandbox in a worker thread and gives the same interface as startSandbox. Rejects with the same SandboxErrors,
 * and with not-running when the thread is gone.
 */
export async function openSandbox(workerUrl: URL, options: SandboxOptions): Promise<Sandbox> {
  const worker = new Worker(workerUrl, { workerData: options });
  const waiting = new Map<number, Waiting>();
  let last = 0;
  let gone: string | undefined;

  const giveUp = (reason: string): void => {
    gone ??= reason;
    for (const { reject } of waiting.values()) reject(ended(gone));
    waiting.clear();
  };
  const exited = once(worker, 'exit');
  exited.catch(() => undefined); // what it failed of is told below
  worker.on('error', (error) => giveUp(error instanceof Error ? error.message : String(error)));
  worker.on('exit', (code) => giveUp(`its thread stopped with code ${code}`));
  worker.on('message', (message: AnswerMessage) => {
    const call = waiting.get(message.id);
    waiting.delete(message.id);
    if ('value' in message) call?.resolve(message.value);
    else call?.reject(errorOf(message.failure));
  });

  const answerTo = (id: number): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (gone) reject(ended(gone));
      else waiting.set(id, { resolve, reject });
    });
  const call = (name: SandboxCall, input?: unknown): Promise<unknown> => {
    last += 1;
    const answer = answerTo(last);
    const message: CallMessage = { id: last, call: name, input };
    worker.postMessage(message);
    return answer;
  };

  let facts: SandboxFacts;
  try {
    facts = (await answerTo(0)) as SandboxFacts;
  } catch (error) {
    await ending(worker, exited);
    throw error;
  }
  return {
    ...facts,
    ...actionsBy(call),
    close: async () => {
      if (gone) return;
      await call('close').catch(() => {});
      await ending(worker, exited);
    },
  };
}
