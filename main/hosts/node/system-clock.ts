import type { Clock } from '../../ports.ts';

/** setTimeout fires at once beyond 2^31 - 1 ms (about 24.8 days), so longer waits are made of several. */
const longestMs = 2_147_483_647;

/** The machine's clock. Waits of any length; a wait keeps the process alive until it fires or is cancelled. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    let timer: NodeJS.Timeout;
    const wait = (left: number) => {
      const step = Math.min(Math.max(left, 0), longestMs);
      timer = setTimeout(() => (left > step ? wait(left - step) : run()), step);
    };
    wait(ms);
    return { cancel: () => clearTimeout(timer) };
  },
};
