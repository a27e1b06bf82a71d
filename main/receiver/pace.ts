import type { Limits } from './limits.ts';

/** Watches how fast a body comes, so that nobody keeps a place by a trickle. */
export interface Pace {
  /** Resolves when the sender is too slow. */
  stalled: Promise<'stalled'>;
  /** So many bytes came. */
  note(bytes: number): void;
  /** From now on it is the sender who is waited for; after `rest` it is us. */
  wait(): void;
  rest(): void;
  end(): void;
}

/** Too slow is who sends nothing for `idleMs`, or after that time less than `leastRate` bytes a second on the average. */
export function watchPace({ idleMs, leastRate }: Pick<Limits, 'idleMs' | 'leastRate'>): Pace {
  const { promise, resolve } = Promise.withResolvers<'stalled'>();
  let isWaiting = false;
  let since = performance.now();
  let waitedMs = 0;
  let lastAt = since;
  let bytes = 0;
  let timer = setTimeout(look, idleMs);

  function look(): void {
    const now = performance.now();
    const idle = isWaiting ? now - lastAt : 0;
    const all = waitedMs + (isWaiting ? now - since : 0);
    const isTrickle = all > idleMs && bytes < (leastRate * all) / 1_000;
    if (isWaiting && (idle >= idleMs || isTrickle)) resolve('stalled');
    else timer = setTimeout(look, Math.max(idleMs - idle, 10));
  }

  return {
    stalled: promise,
    note(more) {
      bytes += more;
      lastAt = performance.now();
    },
    wait() {
      isWaiting = true;
      since = performance.now();
      lastAt = since;
    },
    rest() {
      isWaiting = false;
      waitedMs += performance.now() - since;
    },
    end: () => clearTimeout(timer),
  };
}
