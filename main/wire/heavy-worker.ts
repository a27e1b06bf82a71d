import { parentPort } from 'node:worker_threads';
import type { HeavyAnswer, HeavyQuestion } from './heavy.ts';
import { doJobOnFile } from './jobs.ts';

parentPort?.on('message', ({ id, name, file, input }: HeavyQuestion) => {
  let answer: HeavyAnswer;
  try {
    answer = { id, value: doJobOnFile(name, file, input) };
  } catch (error) {
    answer = { id, error: (error as Error).message, isSyntax: error instanceof SyntaxError };
  }
  parentPort?.postMessage(answer);
});
