import { storageFailure } from '../store/storage-failure.ts';
import type { Store } from '../store/store.ts';

/** Writes many small things in few transactions: whatever waits when one begins goes into it. */
export interface CommitQueue {
  /** Runs `work` in the next durable transaction; resolves once it is on the disk. */
  durable<T>(work: () => T): Promise<T>;
  /** Runs `work` with the next transaction, or soon; nobody waits for it. */
  soon(work: () => void): void;
  /** Writes what still waits. */
  flush(): void;
}

/** How long a write nobody waits for may look for company, in milliseconds. */
const companyMs = 20;

interface Waiting {
  work(): unknown;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** One flush to the disk serves all that arrived while the last one was under way: under a burst, submissions share it. */
export function createCommitQueue(store: Store, log: (line: string) => void): CommitQueue {
  let waiting: Waiting[] = [];
  let later: (() => void)[] = [];
  let scheduled = false;
  let timer: NodeJS.Timeout | undefined;

  function commit(): void {
    scheduled = false;
    clearTimeout(timer);
    timer = undefined;
    const items = waiting;
    const extras = later;
    waiting = [];
    later = [];
    if (items.length + extras.length === 0) return;
    const write = items.length > 0 ? store.writeDurably : store.write;
    const settled: (() => void)[] = [];
    try {
      write(() => {
        for (const { work, resolve } of items) {
          const value = work();
          settled.push(() => resolve(value));
        }
        for (const extra of extras) attempt(extra);
      });
      for (const settle of settled) settle();
    } catch (error) {
      for (const { reject } of items) reject(error); // none of them was stored, so none may be answered 2xx
      if (items.length === 0) log(`Not recorded: ${(error as Error).message}`);
    }
  }

  /** A record nobody waits for must not take down the pushes it shares the transaction with; a full disk does. */
  function attempt(extra: () => void): void {
    try {
      extra();
    } catch (error) {
      if (storageFailure(error)) throw error;
      log(`Not recorded: ${(error as Error).stack}`);
    }
  }

  return {
    durable(work) {
      return new Promise((resolve, reject) => {
        waiting.push({ work, resolve: resolve as (value: unknown) => void, reject });
        if (scheduled) return;
        scheduled = true;
        setImmediate(commit);
      });
    },
    soon(work) {
      later.push(work);
      if (!timer && !scheduled) timer = setTimeout(commit, companyMs);
    },
    flush: commit,
  };
}
