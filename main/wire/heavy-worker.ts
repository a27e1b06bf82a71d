import { readFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { extract } from './extract.ts';
import type { HeavyAnswer, HeavyJob } from './heavy.ts';
import { understand } from './understand.ts';

function perform(job: HeavyJob): unknown {
  switch (job.kind) {
    case 'understand':
      return understand(readFileSync(job.file, 'utf8'), job.intent);
    case 'extract':
      return extract(readFileSync(job.file), job.pointer, job.folder);
  }
}

parentPort?.on('message', ({ id, job }: { id: number; job: HeavyJob }) => {
  let answer: HeavyAnswer;
  try {
    answer = { id, value: perform(job) };
  } catch (error) {
    answer = { id, error: (error as Error).message };
  }
  parentPort?.postMessage(answer);
});
