import { describe, expect, it } from 'vitest';
import { nextPollAt, pollOffsets } from '../../../shared/cdex/polling-schedule.ts';
import { figureStates, figureSteps, isFigureRoad, isFigureStep } from '../../../shared/cdex/status-figure.ts';
import { isFinal, type PollingProfile, taskStatuses } from '../../../shared/domain/task.ts';

describe('the figure of Task states', () => {
  const steps = [
    'requested accepted',
    'requested rejected',
    'accepted in-progress',
    'in-progress on-hold',
    'in-progress failed',
    'in-progress completed',
    'on-hold in-progress',
  ];
  const pairs = taskStatuses.flatMap((from) => taskStatuses.map((to) => [from, to] as const));

  it.each(pairs)('from %s to %s', (from, to) => {
    expect(isFigureStep(from, to)).toBe(from === to || steps.includes(`${from} ${to}`));
  });

  it('begins at requested and leads nowhere from an end', () => {
    expect(isFigureStep(undefined, 'requested')).toBe(true);
    expect(isFigureStep(undefined, 'accepted')).toBe(false);
    expect(isFigureStep('requested', 'cancelled')).toBe(false);
    expect(isFigureStep('draft', 'draft')).toBe(false);
    expect(figureSteps.filter(([from]) => isFinal(from))).toEqual([]);
  });

  it('knows where roads lead', () => {
    const ends = ['completed', 'failed', 'rejected'];
    for (const end of ends) expect(isFigureRoad('requested', end)).toBe(true);
    expect(isFigureRoad('on-hold', 'completed')).toBe(true);
    expect(isFigureRoad('accepted', 'rejected')).toBe(false);
    expect(isFigureRoad('requested', 'cancelled')).toBe(false);
    for (const end of ends) expect(isFigureRoad(end, 'requested')).toBe(false);
  });

  it('draws each of the seven once (CONF-059)', () => {
    expect([...figureStates].sort()).toEqual([...taskStatuses].sort());
  });
});

const minute = 60_000;
const t0 = Date.parse('2024-05-01T10:00:00Z');

describe('the polling schedule', () => {
  it.each<[PollingProfile, number, number[]]>([
    ['cdex', 4, [1, 6, 11, 16, 21, 26, 86, 146, 206]],
    ['cdex', 0.5, [1, 6, 11, 16, 21, 26]],
    ['hrex', 3, [60, 120, 180]],
    ['manual', 100, []],
  ])('%s over %d hours (CONF-062)', (profile, hours, offsets) => {
    expect(pollOffsets(profile, hours)).toEqual(offsets);
  });

  it('debug reads every five seconds', () => {
    expect(pollOffsets('debug', 20 / 3600).map((offset) => Math.round(offset * 60))).toEqual([5, 10, 15, 20]);
  });

  const next = (polledAfter: number | undefined, nowAfter: number, more: object = {}) => {
    const state = {
      profile: 'cdex' as const,
      createdAt: t0,
      lastPollAt: polledAfter === undefined ? undefined : t0 + polledAfter * minute,
      now: t0 + nowAfter * minute,
      ...more,
    };
    const at = nextPollAt(state);
    return at === undefined ? undefined : (at - t0) / minute;
  };

  it.each([
    [undefined, 0, 1],
    [undefined, 40, 40], // opened again later: due at once
    [1, 1, 6],
    [1, 20, 20],
    [1, 40, 61], // past the half hour an hour must lie between
    [25, 25, 30],
    [25.5, 25.5, 85.5],
    [26, 27, 86],
    [26, 90, 90],
    [86, 86, 146],
  ])('polled after %s minutes, now %d: next after %d', (polled, now, expected) => {
    expect(next(polled, now)).toBeCloseTo(expected, 6);
  });

  it('adds jitter and never takes any away', () => {
    expect(next(undefined, 0, { jitterMs: 30_000 })).toBe(1.5);
    expect(next(undefined, 0, { jitterMs: -30_000 })).toBe(1);
    expect(next(25, 25, { jitterMs: 1000 })).toBeGreaterThanOrEqual(85);
  });

  it('keeps the distances under any jitter and any pause (CONF-062)', () => {
    let seed = 7;
    const random = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed / 2_147_483_648;
    };
    for (let round = 0; round < 200; round++) {
      let previous: number | undefined;
      let now = 0;
      for (let poll = 0; poll < 12; poll++) {
        if (random() < 0.2) now += random() * 50;
        const at = next(previous, now, { jitterMs: random() * 90_000 }) ?? Number.NaN;
        expect(at).toBeGreaterThanOrEqual(Math.max(1, now) - 1e-6);
        if (previous !== undefined) expect(at - previous).toBeGreaterThanOrEqual((at > 30 ? 60 : 5) - 1e-6);
        previous = at;
        now = at;
      }
    }
  });

  it('takes a pace of its own, except by hand', () => {
    expect(next(undefined, 0, { everyMs: 30_000 })).toBe(0.5);
    expect(next(2, 2, { everyMs: 30_000 })).toBe(2.5);
    expect(next(2, 9, { everyMs: 30_000 })).toBe(9);
    expect(next(2, 2, { profile: 'debug', everyMs: 30_000 })).toBe(2.5);
    expect(next(undefined, 0, { profile: 'manual', everyMs: 30_000 })).toBeUndefined();
  });
});
