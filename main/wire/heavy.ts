import { Worker } from 'node:worker_threads';
import type { DocumentInfo } from '../../shared/contract/documents.ts';
import type { Intent, Understood } from './understand.ts';

/** Work on bodies over 1 MiB, done in a worker so that the event loop stays free. Files are absolute paths. */
export interface Heavy {
  understand(file: string, intent: Intent): Promise<Understood>;
  /** The document at a JSON pointer of a body, written to `folder` under its hash. */
  extract(file: string, pointer: string, folder: string): Promise<DocumentInfo | undefined>;
  close(): Promise<void>;
}

/** A question to the worker. */
export type HeavyJob =
  | { kind: 'understand'; file: string; intent: Intent }
  | { kind: 'extract'; file: string; pointer: string; folder: string };

export type HeavyAnswer = { id: number } & ({ value: unknown } | { error: string });

/** An idle worker is let go after this many milliseconds: it holds what it parsed last. */
const idleMs = 5_000;

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
      if ('error' in answer) asker?.reject(new Error(answer.error));
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

  function ask<T>(job: HeavyJob): Promise<T> {
    clearTimeout(idle);
    worker ??= start();
    worker.ref();
    asked += 1;
    const id = asked;
    return new Promise<T>((resolve, reject) => {
      waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
      worker?.postMessage({ id, job });
    });
  }

  return {
    understand: (file, intent) => ask({ kind: 'understand', file, intent }),
    extract: (file, pointer, folder) => ask({ kind: 'extract', file, pointer, folder }),
    async close() {
      clearTimeout(idle);
      await worker?.terminate();
      worker = undefined;
      for (const { reject } of waiting.values()) reject(new Error('The console is closing.'));
      waiting.clear();
    },
  };
}
