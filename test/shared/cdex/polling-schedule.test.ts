import { describe, expect, test } from 'vitest';
import { nextPollAt, pollOffsets } from '../../../shared/cdex/polling-schedule.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

test('the first hours of each profile (CONF-062)', () => {
  expect(pollOffsets('cdex', 4)).toEqual([1, 6, 11, 16, 21, 26, 86, 146, 206]);
  expect(pollOffsets('hrex', 4)).toEqual([60, 120, 180, 240]);
  expect(pollOffsets('debug', 1 / 60)).toEqual([5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60].map((s) => s / 60));
  expect(pollOffsets('manual', 4)).toEqual([]);
});

/** A series of numbers from 0 to 1 that is the same each time. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

describe('whatever the jitter, the step and how late a poll is made, the guide’s gaps are kept', () => {
  test.each(Array.from({ length: 40 }, (_, n) => n))('series %i', (seed) => {
    const random = numbers(seed + 1);
    const createdAt = Math.floor(random() * hour);
    let [now, lastPollAt]: [number, number | undefined] = [createdAt, undefined];
    while (now < createdAt + 6 * hour) {
      const state = { profile: 'cdex' as const, createdAt, lastPollAt, now };
      const planned = nextPollAt({ ...state, jitterMs: Math.floor(random() * minute), stepMs: second }) as number;
      expect(planned).toBeGreaterThanOrEqual(now);
      expect(planned % second).toBe(0);
      now = planned + (random() < 0.2 ? Math.floor(random() * 20 * minute) : 0); // sometimes the machine sleeps
      const allowed = nextPollAt({ ...state, now }) as number;
      if (allowed > now) continue; // too late by now: planned anew
      const [x, gap] = [now - createdAt, now - (lastPollAt ?? createdAt)];
      expect(gap).toBeGreaterThanOrEqual(lastPollAt === undefined ? minute : x <= 30 * minute ? 5 * minute : hour);
      lastPollAt = now;
    }
  });
});

test('jitter only adds', () => {
  const state = { profile: 'cdex' as const, createdAt: 0, now: 0 };
  expect(nextPollAt({ ...state, jitterMs: 7 * second })).toBe(67 * second);
  expect(nextPollAt({ ...state, jitterMs: -7 * second })).toBe(60 * second);
});

test('a clock that was set back brings no poll closer, and puts none off for longer than the pace', () => {
  const [createdAt, now] = [10 * hour, 8 * hour];
  const after = (lastPollAt?: number) => (nextPollAt({ profile: 'cdex', createdAt, lastPollAt, now }) as number) - now;
  expect(after()).toBe(minute);
  expect(after(createdAt + minute)).toBe(5 * minute);
  expect(after(createdAt + 26 * minute)).toBe(hour);
  expect((nextPollAt({ profile: 'hrex', createdAt, now }) as number) - now).toBe(hour);
  expect(nextPollAt({ profile: 'manual', everyMs: 5, createdAt, now }) as number | undefined).toBeUndefined();
});
