import { Worker } from 'node:worker_threads';
import type { ReadSandboxToken, SandboxClient } from '../../shared/domain/sandbox-access.ts';
import type { SandboxAnswering } from '../../shared/domain/sandbox-answering.ts';
import type { IssuedCertificate } from './certificates/issue.ts';
import { SandboxError } from './errors.ts';
import type { SubmitReceipt } from './provider-submit.ts';
import type { Sandbox, SandboxDoors, SandboxOptions } from './start-sandbox.ts';
import type { AnswerMessage, CallMessage, SandboxCall, SandboxFacts } from './worker-messages.ts';

interface Waiting {
  resolve(value: unknown): void;
  reject(error: SandboxError): void;
}

const ended = (reason: string) =>
  new SandboxError('not-running', `The sandbox has ended: ${reason}.`, 'Start the sandbox again.');

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
  worker.on('error', (error) => giveUp(error instanceof Error ? error.message : String(error)));
  worker.on('exit', (code) => giveUp(`its thread stopped with code ${code}`));
  worker.on('message', (message: AnswerMessage) => {
    const call = waiting.get(message.id);
    waiting.delete(message.id);
    if ('value' in message) call?.resolve(message.value);
    else call?.reject(new SandboxError(message.failure.code, message.failure.message, message.failure.next));
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
    await worker.terminate();
    throw error;
  }
  return {
    ...facts,
    reset: async () => void (await call('reset')),
    setFaults: async (names) => void (await call('setFaults', names)),
    setLocks: async (change) => (await call('setLocks', change)) as SandboxDoors,
    setAnswering: async (change) => (await call('setAnswering', change)) as SandboxAnswering,
    admit: async (admission) => void (await call('admit', admission)),
    clients: async () => (await call('clients')) as SandboxClient[],
    issueCertificate: async (wish) => (await call('issueCertificate', wish)) as IssuedCertificate,
    submit: async (request) => (await call('submit', request)) as SubmitReceipt,
    readToken: async (token) => (await call('readToken', token)) as ReadSandboxToken,
    meetReceiver: async (receiver) => void (await call('meetReceiver', receiver)),
    close: async () => {
      if (gone) return;
      await call('close').catch(() => {});
      await worker.terminate();
    },
  };
}
