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

/** The write was carried out, but the disk did not take it: it may be there after all, so what it names must stay. */
export class NotFlushed extends Error {}

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

/** Who waits for a write that was carried out, but is not on the disk yet. */
interface Carried {
  resolve(): void;
  reject(error: unknown): void;
}

/** One flush to the disk serves all that arrived while the last one was under way: under a burst, submissions share it. */
export function createCommitQueue(store: Pick<Store, 'write' | 'flush'>, log: (line: string) => void): CommitQueue {
  let waiting: Waiting[] = [];
  let later: Later[] = [];
  let scheduled = false;
  let flushing = false;
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
      flush(carryOut(items, extras));
    } catch (error) {
      keep(extras, error);
      // Nothing of it was stored. One write that cannot be done must not refuse the others; a full disk does.
      if (items.length > 1 && !storageFailure(error)) flush(items.flatMap(alone));
      else for (const { reject } of items) reject(error); // not stored, so not answered 2xx
    }
  }

  /** One transaction. */
  function carryOut(items: readonly Waiting[], extras: readonly Later[]): Carried[] {
    return store.write(() => {
      const carried = items.map(({ work, resolve, reject }) => {
        const value = work();
        return { resolve: () => resolve(value), reject };
      });
      for (const { work } of extras) attempt(work);
      return carried;
    });
  }

  function alone(item: Waiting): Carried[] {
    try {
      return carryOut([item], []);
    } catch (error) {
      item.reject(error);
      return [];
    }
  }

  /** Resolves who waits once it is on the disk. Until then others are read and understood; they go into the next transaction. */
  function flush(carried: readonly Carried[]): void {
    if (carried.length === 0) return;
    flushing = true;
    store
      .flush()
      .then(
        () => {
          for (const { resolve } of carried) resolve();
        },
        (error: Error) => {
          for (const { reject } of carried) reject(new NotFlushed(error.message, { cause: error }));
        },
      )
      .finally(() => {
        flushing = false;
        if (waiting.length > 0) schedule();
      });
  }

  function schedule(): void {
    if (scheduled || flushing) return;
    scheduled = true;
    setImmediate(commit);
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
        schedule();
      });
    },
    soon(work) {
      later.push({ work, tries: 0 });
      if (!timer && !scheduled) timer = setTimeout(commit, companyMs);
    },
    flush: commit,
  };
}
