// The sandbox behind a message port: starts it, then answers one message with one message.
import { parentPort, workerData } from 'node:worker_threads';
import { perform } from './carry-actions.ts';
import { failureOf } from './errors.ts';
import type { SandboxOptions } from './sandbox.ts';
import { startSandbox } from './start-sandbox.ts';
import type { AnswerMessage, CallMessage, SandboxFacts } from './worker-messages.ts';

const port = parentPort;
if (!port) throw new Error('The sandbox worker runs as a worker thread only.');

/** Answers a message; whether it could be done. */
async function answer(id: number, work: () => Promise<unknown>): Promise<boolean> {
  let message: AnswerMessage;
  try {
    message = { id, value: await work() };
  } catch (error) {
    message = { id, failure: failureOf(error, 'Reset the sandbox, or start it in an empty folder.') };
  }
  port?.postMessage(message);
  return 'value' in message;
}

/**
 * Without anybody to hear, the thread ends by itself once all that is under way has ended. It must not be ended before: a key that is being
 * made when its thread is torn down takes the whole process with it.
 */
const leave = () => port.close();

const starting = startSandbox(workerData as SandboxOptions);

void answer(0, async () => {
  const { provider, payer, locks, answering, members, controlUrl, controlKey } = await starting;
  const facts: SandboxFacts = { provider, payer, locks, answering, members, controlUrl, controlKey };
  return facts;
}).then((isStarted) => {
  if (!isStarted) leave();
});

port.on('message', ({ id, call, input }: CallMessage) => {
  const answered = answer(id, async () => {
    const sandbox = await starting;
    return call === 'close' ? sandbox.close() : perform(sandbox, call, input);
  });
  if (call === 'close') void answered.then(leave);
});
