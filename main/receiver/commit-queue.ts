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
/** How long it waits after a transaction that failed, in milliseconds, and how often it is tried. */
const againMs = 1_000;
const mostTries = 10;
/** Writes nobody waits for that are kept for another try: a full disk must not fill the memory too. */
const mostKept = 10_000;

/** A write nobody waits for. */
interface Later {
  work(): void;
  tries: number;
}

interface Waiting {
  work(): unknown;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** One flush to the disk serves all that arrived while the last one was under way: under a burst, submissions share it. */
export function createCommitQueue(store: Store, log: (line: string) => void): CommitQueue {
  let waiting: Waiting[] = [];
  let later: Later[] = [];
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
    try {
      carryOut(items, extras);
    } catch (error) {
      keep(extras, error);
      // Nothing of it was stored. One write that cannot be done must not refuse the others; a full disk does.
      if (items.length > 1 && !storageFailure(error)) for (const item of items) alone(item);
      else for (const { reject } of items) reject(error); // not stored, so not answered 2xx
    }
  }

  /** One transaction; resolves who waits once it is on the disk. */
  function carryOut(items: readonly Waiting[], extras: readonly Later[]): void {
    const write = items.length > 0 ? store.writeDurably : store.write;
    const settled: (() => void)[] = [];
    write(() => {
      for (const { work, resolve } of items) {
        const value = work();
        settled.push(() => resolve(value));
      }
      for (const { work } of extras) attempt(work);
    });
    for (const settle of settled) settle();
  }

  function alone(item: Waiting): void {
    try {
      carryOut([item], []);
    } catch (error) {
      item.reject(error);
    }
  }

  /** What nobody waits for is not lost with the transaction it shared: it tells of answers that were sent. */
  function keep(extras: readonly Later[], error: unknown): void {
    const tried = storageFailure(error) ? 0 : 1; // that there is no room is no fault of theirs, however often it is found
    const again = extras
      .filter(({ tries }) => tries + tried < mostTries)
      .slice(0, Math.max(0, mostKept - later.length));
    if (again.length < extras.length)
      log(`Not recorded: ${extras.length - again.length} answers or refusals. ${(error as Error).message}`);
    later.push(...again.map(({ work, tries }) => ({ work, tries: tries + tried })));
    if (later.length > 0) timer ??= setTimeout(commit, againMs);
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
      later.push({ work, tries: 0 });
      if (!timer && !scheduled) timer = setTimeout(commit, companyMs);
    },
    flush: commit,
  };
}
