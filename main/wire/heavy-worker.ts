import { parentPort } from 'node:worker_threads';
import type { HeavyAnswer, HeavyQuestion } from './heavy.ts';
import { doJob, doJobOnFile } from './jobs.ts';

parentPort?.on('message', ({ id, name, body, input }: HeavyQuestion) => {
  let answer: HeavyAnswer;
  try {
    const value =
      typeof body === 'string' ? doJobOnFile(name, body, input) : doJob(name, Buffer.from(body.buffer), input);
    answer = { id, value };
  } catch (error) {
    answer = { id, error: (error as Error).message, isSyntax: error instanceof SyntaxError };
  }
  parentPort?.postMessage(answer);
});
