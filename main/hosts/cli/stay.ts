import type { Capability } from '../../../shared/contract/capabilities.ts';

/** What a command that stays may do; one-shot commands leave `stay` out and so start nothing that would outlive them. */
export const staying: readonly Capability[] = ['environment', 'write-files', 'stay'];

const dayMs = 86_400_000;

/** Waits until the process is asked to end, and keeps it alive until then. */
export function untilEnded(ended: AbortSignal): Promise<void> {
  if (ended.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const alive = setInterval(() => {}, dayMs);
    ended.addEventListener('abort', () => {
      clearInterval(alive);
      resolve();
    });
  });
}

/** Waits for `ms`, or less when the process is asked to end. */
export function waitOrEnd(ms: number, ended: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      ended.removeEventListener('abort', finish);
      resolve();
    };
    // Timers overflow beyond 2^31 - 1 ms; whoever waits longer looks at the clock again after this.
    const timer = setTimeout(finish, Math.min(Math.max(ms, 0), 2_147_483_647));
    if (ended.aborted) finish();
    else ended.addEventListener('abort', finish);
  });
}
