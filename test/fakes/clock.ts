import type { Clock } from '../../main/ports.ts';

/** A clock that stands still until a test moves it. */
export interface FakeClock extends Clock {
  /** When the next timer is due (ms), if one is set. */
  next(): number | undefined;
  /** Moves to `time` without calling anything, as a laptop that slept does; set back, timers have as long to go as before. */
  jump(time: number): void;
  /**
   * Moves `ms` forward, calling each timer at its own time. After every call `settle` is awaited, so that what a timer
   * started over real HTTP has ended before the next one is called.
   */
  advance(ms: number, settle?: () => Promise<void>): Promise<void>;
}

/** Starts at `start` (ms since 1970), by default 1 October 2026, noon UTC. */
export function createFakeClock(start = Date.UTC(2026, 9, 1, 12)): FakeClock {
  let time = start;
  const timers = new Set<{ at: number; run: () => void }>();
  const soonest = () => [...timers].sort((a, b) => a.at - b.at)[0];
  return {
    now: () => time,
    after(ms, run) {
      const timer = { at: time + Math.max(0, ms), run };
      timers.add(timer);
      return { cancel: () => timers.delete(timer) };
    },
    next: () => soonest()?.at,
    jump(to) {
      for (const timer of timers) timer.at += Math.min(0, to - time);
      time = to;
    },
    async advance(ms, settle = async () => undefined) {
      const end = time + ms;
      for (let timer = soonest(); timer && timer.at <= end; timer = soonest()) {
        timers.delete(timer);
        time = Math.max(time, timer.at);
        timer.run();
        await settle();
      }
      time = end;
    },
  };
}
