import { Worker } from 'node:worker_threads';
import type { JobInput, JobName, JobOutput } from './jobs.ts';

/** Work on bodies over 1 MiB, or of very many values, done in a worker so that the event loop stays free. */
export interface Heavy {
  /** Does a job on a body, or on the one in a file (absolute path). Rejects with what the job throws: a SyntaxError, or another Error. */
  run<K extends JobName>(name: K, body: string | Uint8Array, ...input: JobInput<K>): Promise<JobOutput<K>>;
  close(): Promise<void>;
}

/** A question to the worker, and its answer under the same number. */
export interface HeavyQuestion {
  id: number;
  name: JobName;
  body: string | Uint8Array;
  input: readonly unknown[];
}
export type HeavyAnswer = { id: number } & ({ value: unknown } | { error: string; isSyntax: boolean });

/** An idle worker is let go after this many milliseconds: it holds what it parsed last. */
const idleMs = 5_000;

/** The worker of one console, started when first asked; `script` is heavy-worker, built or as source. */
export function createHeavy(script: URL): Heavy {
  let worker: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  let asked = 0;
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();

  function start(): Worker {
    const made = new Worker(script);
    made.on('message', (answer: HeavyAnswer) => {
      const asker = waiting.get(answer.id);
      waiting.delete(answer.id);
      if ('error' in answer) asker?.reject(new (answer.isSyntax ? SyntaxError : Error)(answer.error));
      else asker?.resolve(answer.value);
      if (waiting.size === 0) rest();
    });
    made.on('error', (error) => {
      for (const { reject } of waiting.values()) reject(error as Error);
      waiting.clear();
      worker = undefined;
    });
    made.unref();
    return made;
  }

  function rest(): void {
    worker?.unref();
    clearTimeout(idle);
    idle = setTimeout(() => {
      void worker?.terminate();
      worker = undefined;
    }, idleMs);
    idle.unref();
  }

  function ask<T>(question: Omit<HeavyQuestion, 'id'>): Promise<T> {
    clearTimeout(idle);
    worker ??= start();
    worker.ref();
    asked += 1;
    const id = asked;
    return new Promise<T>((resolve, reject) => {
      waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
      worker?.postMessage({ id, ...question });
    });
  }

  return {
    // A copy: a small Buffer is a window of memory it shares with others, and all of that would go over.
    run: (name, body, ...input) => ask({ name, body: typeof body === 'string' ? body : new Uint8Array(body), input }),
    async close() {
      clearTimeout(idle);
      await worker?.terminate();
      worker = undefined;
      for (const { reject } of waiting.values()) reject(new Error('The console is closing.'));
      waiting.clear();
    },
  };
}
