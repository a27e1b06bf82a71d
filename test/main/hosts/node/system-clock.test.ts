import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../../main/hosts/node/system-clock.ts';

const dayMs = 86_400_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the machine’s clock', () => {
  it('waits longer than one timer can', () => {
    const run = vi.fn();
    systemClock.after(60 * dayMs, run);
    vi.advanceTimersByTime(60 * dayMs - 1);
    expect(run).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('cancels a wait in any of its stretches', () => {
    const run = vi.fn();
    const timer = systemClock.after(60 * dayMs, run);
    vi.advanceTimersByTime(30 * dayMs);
    timer.cancel();
    vi.advanceTimersByTime(90 * dayMs);
    expect(run).not.toHaveBeenCalled();
  });

  it('takes a wait that is already over', () => {
    const run = vi.fn();
    systemClock.after(-5, run);
    vi.advanceTimersByTime(1);
    expect(run).toHaveBeenCalledTimes(1);
  });
});
