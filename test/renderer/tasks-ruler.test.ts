import { describe, expect, test } from 'vitest';
import { rulerOf } from '../../renderer/parts/task-view/poll-ruler.ts';
import { timelineOf } from '../../renderer/parts/task-view/timeline.ts';
import type { TaskPoll, TaskDetail } from '../../shared/domain/task.ts';
import { taskRecord } from './tasks-samples.ts';

const created = Date.parse('2026-11-22T09:00:00.000Z');
const minute = 60_000;
const iso = (minutes: number) => new Date(created + minutes * minute).toISOString();
const poll = (minutes: number, result: TaskPoll['result'] = 'unchanged', exchangeId = `p${minutes}`): TaskPoll => ({
  at: iso(minutes),
  result,
  exchangeId,
});

describe('the poll ruler', () => {
  test('shows the guide’s first half hour with the polls still to come', () => {
    const ruler = rulerOf(taskRecord({ polls: [poll(1)] }), created + 2 * minute);
    expect(ruler.spanMs).toBe(30 * minute);
    expect(ruler.ticks.map(({ label }) => label)).toEqual(['created', '5', '10', '15', '20', '25', '30 min']);
    expect(ruler.polls).toMatchObject([{ share: 1 / 30, number: 1, result: 'unchanged', exchangeId: 'p1' }]);
    expect(ruler.planned.map(({ at }) => (at - created) / minute)).toEqual([6, 11, 16, 21, 26]);
    expect(ruler.spent).toBeCloseTo(2 / 30);
    expect(ruler.end).toBeUndefined();
  });

  test('ends where the Task ended, and stands still there', () => {
    const ended = { versionId: '2', status: 'completed', at: iso(12), seenAt: iso(13), exchangeId: 'p13' };
    const task = taskRecord({ status: 'completed', versions: [ended], polls: [poll(13, 'new-version')] });
    const [now, later] = [rulerOf(task, created + 20 * minute), rulerOf(task, created + 500 * minute)];
    expect(now).toEqual(later);
    expect(now.end?.share).toBeCloseTo(12 / 30);
    expect(now.planned.every(({ at }) => at > created + 12 * minute)).toBe(true);
  });

  test('fits a life of seconds, whatever the pace', () => {
    const ended = { versionId: '2', status: 'completed', at: iso(0.05), seenAt: iso(0.05), exchangeId: 'p0' };
    const ruler = rulerOf(taskRecord({ status: 'completed', versions: [ended] }), created + minute);
    expect(ruler.spanMs).toBe(5_000);
    expect(ruler.end?.share).toBeCloseTo(3 / 5);
  });

  test('fits the sandbox pace and long waits', () => {
    const fast = rulerOf(
      taskRecord({ profile: 'debug', everyMs: 1_000, nextPollAt: new Date(created + 1_000).toISOString() }),
      created + 500,
    );
    expect(fast.spanMs).toBe(10_000);
    expect(fast.planned).toHaveLength(10);
    const long = rulerOf(taskRecord({ polls: [poll(1), poll(150)] }), created + 170 * minute);
    expect(long.spanMs).toBe(180 * minute);
    expect(long.ticks.at(-1)?.label).toBe('180 min');
    const years = rulerOf(taskRecord(), created + 400 * 24 * 60 * minute);
    expect(years.spent).toBe(1);
  });

  test('plans nothing by hand', () => {
    expect(rulerOf(taskRecord({ profile: 'manual' }), created).planned).toEqual([]);
  });
});

describe('the timeline', () => {
  const accepted = { versionId: '2', status: 'accepted', at: iso(5), seenAt: iso(6), exchangeId: 'p6' };
  const task = (more: Partial<TaskDetail> = {}) =>
    taskRecord({
      versions: [...taskRecord().versions, accepted],
      polls: [poll(1), poll(2), poll(6, 'new-version', 'p6'), poll(11), poll(16, 'failed')],
      ...more,
    });
  const tell = (of: TaskDetail, more: Partial<Parameters<typeof timelineOf>[0]> = {}) =>
    timelineOf({ task: of, notices: [], whenOf: () => undefined, ...more });
  const said = (entries: ReturnType<typeof timelineOf>) =>
    entries.map((entry) => (entry.kind === 'quiet' ? `quiet ${entry.polls.length}` : entry.kind));

  test('tells creation, versions and failures, and folds polls that brought nothing', () => {
    const entries = tell(task());
    expect(said(entries)).toEqual(['created', 'quiet 2', 'version', 'quiet 1', 'failed']);
    expect(entries.map(({ exchangeId }) => exchangeId)).toEqual(['4', 'p1', 'p6', 'p11', 'p16']);
    expect(entries[0]).toMatchObject({ version: { status: 'requested' } });
  });

  test('unfolds them when asked', () => {
    expect(said(tell(task(), { unfolded: true }))).toEqual([
      'created',
      'quiet 1',
      'quiet 1',
      'version',
      'quiet 1',
      'failed',
    ]);
  });

  test('gives every entry a key of its own', () => {
    const keys = tell(task(), { unfolded: true }).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('keeps a version that was read outside of polls', () => {
    const read = { versionId: '3', status: 'in-progress', at: iso(20), seenAt: iso(20), exchangeId: '77' };
    const entries = tell(task({ versions: [...task().versions, read] }));
    expect(entries.at(-1)).toMatchObject({ kind: 'version', exchangeId: '77', before: { versionId: '2' } });
    expect(entries.at(-1)).not.toHaveProperty('poll');
  });

  test('ends with the outputs: fetched, contained, not fetched', () => {
    const entries = tell(
      task({
        outputs: [
          { index: 0, reference: 'Bundle/1', kind: 'relative', content: { exchangeId: '90', pointer: '' } },
          { index: 1, reference: '#r', kind: 'contained', content: { exchangeId: 'p6', pointer: '/contained/0' } },
          { index: 2, reference: 'Bundle/2', kind: 'relative', problem: 'The partner answered 404.' },
          { index: 3, reference: 'Bundle/3', kind: 'relative' },
        ],
      }),
      { whenOf: (id) => (id === '90' ? iso(30) : undefined) },
    );
    expect(entries.slice(-3)).toMatchObject([
      { kind: 'fetched', at: iso(30), contained: false },
      { kind: 'fetched', at: iso(6), contained: true },
      { kind: 'not-fetched', problem: 'The partner answered 404.' },
    ]);
  });
});
