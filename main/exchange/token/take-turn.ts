import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { holdLock } from '../../store/role-locks.ts';
import { isBusy } from '../../store/storage-failure.ts';

/** How often another process that asks for the same token is looked at, in milliseconds. */
const glanceMs = 25;

/**
 * Runs `work` while no other process of the data folder asks for the same token: a refresh token that rotates may be used once, and the
 * second to use it would have the whole sign-in revoked. A process that dies gives its turn back. Who has waited `patienceMs` goes on, and
 * who is told to stop waits no longer.
 */
export async function inTurn<T>(
  dataFolder: string,
  connectionId: string,
  { patienceMs, signal }: { patienceMs: number; signal?: AbortSignal },
  work: () => Promise<T>,
): Promise<T> {
  const name = `token-${createHash('sha256').update(connectionId).digest('hex').slice(0, 16)}`;
  const end = performance.now() + patienceMs;
  let lock = attempt(dataFolder, name);
  while (!lock && !signal?.aborted && performance.now() < end) {
    await wait(glanceMs);
    lock = attempt(dataFolder, name);
  }
  try {
    return await work();
  } finally {
    lock?.close();
  }
}

function attempt(dataFolder: string, name: string) {
  try {
    return holdLock(dataFolder, name, 0);
  } catch (error) {
    if (!isBusy(error)) throw error;
    return undefined;
  }
}
