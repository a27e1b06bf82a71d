// The sandbox behind a message port: starts it, then answers one message with one message.
import { parentPort, workerData } from 'node:worker_threads';
import { perform } from './carry-actions.ts';
import { failureOf } from './errors.ts';
import type { SandboxOptions } from './sandbox.ts';
import { startSandbox } from './start-sandbox.ts';
import type { AnswerMessage, CallMessage, SandboxFacts } from './worker-messages.ts';

const port = parentPort;
if (!port) throw new Error('The sandbox worker runs as a worker thread only.');

async function answer(id: number, work: () => Promise<unknown>): Promise<void> {
  let message: AnswerMessage;
  try {
    message = { id, value: await work() };
  } catch (error) {
    message = { id, failure: failureOf(error, 'Reset the sandbox, or start it in an empty folder.') };
  }
  port?.postMessage(message);
}

const starting = startSandbox(workerData as SandboxOptions);

void answer(0, async () => {
  const { provider, payer, locks, answering, members, controlUrl, controlKey } = await starting;
  const facts: SandboxFacts = { provider, payer, locks, answering, members, controlUrl, controlKey };
  return facts;
});

port.on('message', ({ id, call, input }: CallMessage) => {
  void answer(id, async () => {
    const sandbox = await starting;
    return call === 'close' ? sandbox.close() : perform(sandbox, call, input);
  });
});
