// The sandbox behind a message port: starts it, then answers one message with one message.
import { parentPort, workerData } from 'node:worker_threads';
import type { AnsweringChange } from '../../shared/domain/sandbox-answering.ts';
import type { CertificateWish } from './certificates/issue.ts';
import { SandboxError } from './errors.ts';
import { type LocksChange, type SandboxOptions, startSandbox } from './start-sandbox.ts';
import type { AnswerMessage, CallMessage, FailureMessage, SandboxFacts } from './worker-messages.ts';

const port = parentPort;
if (!port) throw new Error('The sandbox worker runs as a worker thread only.');

function failureOf(error: unknown): FailureMessage {
  if (error instanceof SandboxError) return { code: error.code, message: error.message, next: error.next };
  const message = `The sandbox failed: ${error instanceof Error ? error.message : String(error)}`;
  return { code: 'internal', message, next: 'Reset the sandbox, or start it in an empty folder.' };
}

async function answer(id: number, work: () => Promise<unknown>): Promise<void> {
  let message: AnswerMessage;
  try {
    message = { id, value: await work() };
  } catch (error) {
    message = { id, failure: failureOf(error) };
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
    const calls: Record<CallMessage['call'], () => Promise<unknown>> = {
      reset: () => sandbox.reset(),
      setFaults: () => sandbox.setFaults(input as string[]),
      admit: () => sandbox.admit(input as Parameters<typeof sandbox.admit>[0]),
      clients: () => sandbox.clients(),
      setLocks: () => sandbox.setLocks(input as LocksChange),
      setAnswering: () => sandbox.setAnswering(input as AnsweringChange),
      issueCertificate: () => sandbox.issueCertificate(input as CertificateWish),
      submit: () => sandbox.submit(input as Parameters<typeof sandbox.submit>[0]),
      readToken: () => sandbox.readToken(input as string),
      meetReceiver: () => sandbox.meetReceiver(input as Parameters<typeof sandbox.meetReceiver>[0]),
      close: () => sandbox.close(),
    };
    return calls[call]();
  });
});
