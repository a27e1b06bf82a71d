import { describe, expect, test } from 'vitest';
import { boxes, offPath, ways } from '../../renderer/parts/task-view/machine-plan.ts';
import { ownFindings } from '../../renderer/parts/task-view/own-findings.ts';
import { figureHeight } from '../../renderer/parts/task-view/state-machine.tsx';
import { roadOf, wayThrough } from '../../renderer/parts/task-view/state-road.ts';
import { figureStates, figureSteps } from '../../shared/cdex/status-figure.ts';
import type { TaskVersion } from '../../shared/domain/task.ts';
import { taskRecord } from './tasks-samples.ts';

/** Versions from "1 requested, 4 completed"; each a minute after the one before. */
const versions = (text: string): TaskVersion[] =>
  text.split(', ').map((part, index) => {
    const [versionId = '', status = ''] = part.split(' ');
    const at = new Date(Date.UTC(2026, 10, 22, 9, index)).toISOString();
    return { versionId, status, at, seenAt: at, exchangeId: String(index + 1) };
  });

const stands = (text: string) =>
  Object.fromEntries(
    roadOf(versions(text))
      .states.filter(({ stand }) => stand !== 'never')
      .map(({ state, stand }) => [state, stand]),
  );

const steps = (text: string) => roadOf(versions(text)).steps.map(({ from, to, kind }) => `${from} ${to} ${kind}`);

describe('the road through the states', () => {
  test('is solid where every version was read, with the time each state took', () => {
    const road = roadOf(versions('1 requested, 2 accepted, 3 in-progress, 4 completed'));
    expect(road.steps).toEqual([
      { from: 'requested', to: 'accepted', kind: 'seen', tookMs: 60_000 },
      { from: 'accepted', to: 'in-progress', kind: 'seen', tookMs: 60_000 },
      { from: 'in-progress', to: 'completed', kind: 'seen', tookMs: 60_000 },
    ]);
    expect(road.states.map(({ state }) => state)).toEqual(figureStates);
    expect(road.states.find(({ state }) => state === 'completed')).toMatchObject({ stand: 'now', version: '4' });
    expect(road.missed).toEqual([]);
  });

  test('has room for the stamp under a lower state', () => {
    const height = (text: string) => figureHeight(roadOf(versions(text)));
    expect(height('1 requested, 2 rejected')).toBeGreaterThan(boxes.rejected.y + 42);
    expect(height('1 requested, 2 accepted')).toBeLessThan(boxes.rejected.y + 42);
  });

  test('shows states between two versions as passed unseen when versions are missing', () => {
    expect(steps('1 requested, 4 completed')).toEqual([
      'requested accepted unseen',
      'accepted in-progress unseen',
      'in-progress completed unseen',
    ]);
    expect(stands('1 requested, 4 completed')).toEqual({
      requested: 'was',
      accepted: 'unseen',
      'in-progress': 'unseen',
      completed: 'now',
    });
    expect(roadOf(versions('1 requested, 4 completed')).missed).toEqual(['2 to 3']);
  });

  test('flags a step the figure does not have when no version was missed', () => {
    expect(steps('1 requested, 2 completed')).toEqual(['requested completed off']);
    expect(steps('1 requested, 3 completed')).toEqual(['requested completed off']);
    expect(steps('3 completed, 4 in-progress')).toEqual(['completed in-progress off']);
  });

  test('gives a server that does not count its versions the benefit of the doubt', () => {
    expect(steps('a1f requested, b2c in-progress')).toEqual([
      'requested accepted unseen',
      'accepted in-progress unseen',
    ]);
  });

  test('keeps the time of a state over versions that only said something new', () => {
    const road = roadOf(versions('1 requested, 2 requested, 3 accepted'));
    expect(road.steps).toEqual([{ from: 'requested', to: 'accepted', kind: 'seen', tookMs: 120_000 }]);
  });

  test('names statuses outside the seven and goes on behind them', () => {
    const road = roadOf(versions('1 requested, 2 received, 3 accepted'));
    expect(road.strange).toEqual([{ status: 'received', version: '2' }]);
    expect(road.steps.map(({ kind }) => kind)).toEqual(['seen']);
    expect(road.states.find(({ state }) => state === 'accepted')?.stand).toBe('now');
  });

  test('takes on-hold and back', () => {
    expect(steps('1 in-progress, 2 on-hold, 3 in-progress, 4 failed')).toEqual([
      'in-progress on-hold seen',
      'on-hold in-progress seen',
      'in-progress failed seen',
    ]);
  });

  test('finds the shortest way, and none out of an end', () => {
    expect(wayThrough('requested', 'failed')).toEqual(['requested', 'accepted', 'in-progress', 'failed']);
    expect(wayThrough('completed', 'requested')).toBeUndefined();
  });
});

describe('the picture', () => {
  test('draws every state and every step of the figure', () => {
    expect(Object.keys(boxes).sort()).toEqual([...figureStates].sort());
    expect(Object.keys(ways).sort()).toEqual(figureSteps.map(([from, to]) => `${from} ${to}`).sort());
  });

  test('draws a step off the figure inside its frame', () => {
    for (const from of figureStates) {
      for (const to of figureStates.filter((state) => state !== from)) {
        for (const [, y] of offPath(from, to).line.matchAll(/[\d.]+ (-?[\d.]+)/g)) {
          expect(Number(y), `${from} to ${to}`).toBeGreaterThanOrEqual(0);
          expect(Number(y), `${from} to ${to}`).toBeLessThanOrEqual(158);
        }
      }
    }
  });
});

describe('what the road itself tells', () => {
  const rules = (text: string, more = {}) =>
    ownFindings(taskRecord({ versions: versions(text), ...more })).map(({ rule, severity }) => `${rule} ${severity}`);

  test('is nothing for a plain road at the guide’s pace', () => {
    expect(rules('1 requested, 2 accepted')).toEqual([]);
  });

  test('is a word for strange steps, missed versions, a failed poll and a debugging pace', () => {
    expect(rules('1 requested, 2 completed')).toEqual(['CONF-060 information']);
    expect(rules('1 requested, 4 completed')).toEqual(['CONF-062 information']);
    expect(rules('1 requested, 1~2 accepted')).toEqual(['version-id warning']);
    // Our own count blames nobody, neither for its numbers nor for what the source calls its first version.
    const counted = (text: string) =>
      ownFindings(taskRecord({ versions: versions(text).map((one) => ({ ...one, counted: true })) }));
    expect(counted('1 requested, 2 completed')).toEqual([]);
    expect(counted('1 requested, 1~2 accepted')).toEqual([]);
    expect(counted('1 requested, 1~2 accepted, 1~3 in-progress')).toMatchObject([{ rule: 'version-id' }]);
    const failed = { polls: [{ at: '2026-11-22T09:05:00Z', result: 'failed', problem: 'no answer' }] };
    expect(rules('1 requested', failed)).toEqual(['poll warning']);
    expect(rules('1 requested', { profile: 'debug', everyMs: 1_000 })).toEqual(['CONF-062 information']);
  });
});
