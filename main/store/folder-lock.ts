import { setTimeout as wait } from 'node:timers/promises';
import { holdLock } from './role-locks.ts';
import { isBusy } from './storage-failure.ts';

/** How long a process waits for another that has the lock, in milliseconds; each holds it for one write. */
const patienceMs = 10_000;

/**
 * Runs `work` while no other process of the data folder runs its own under the same name. `work` ends before it returns, so that the
 * lock is never held over a wait. Rejects with SQLite's busy error when the lock cannot be had in time.
 */
export async function whileLocked<T>(dataFolder: string, name: string, work: () => T, waitMs = patienceMs): Promise<T> {
  const end = performance.now() + waitMs;
  for (;;) {
    const lock = attempt(dataFolder, name, performance.now() > end);
    if (lock)
      try {
        return work();
      } finally {
        lock.close();
      }
    // Uneven, so that two that wait do not meet again and again.
    await wait(2 + Math.random() * 10);
  }
}

function attempt(dataFolder: string, name: string, last: boolean) {
  try {
    return holdLock(dataFolder, name, 0);
  } catch (error) {
    if (last || !isBusy(error)) throw error;
    return undefined;
  }
}
