import { describe, expect, test } from 'vitest';
import { rulerOf } from '../../renderer/parts/task-view/poll-ruler.ts';
import { mergeEvents, noticesOf } from '../../shared/cdex/task-notices.ts';
import { timelineOf } from '../../renderer/parts/task-view/timeline.ts';
import type { EventGap, SubscriptionEvent } from '../../shared/domain/subscription.ts';
import { taskRecord } from './tasks-samples.ts';

const iso = (minute: number) => new Date(Date.UTC(2026, 10, 22, 9, minute)).toISOString();
const event = (minute: number, number: number, focus: string[], more: Partial<SubscriptionEvent> = {}) => ({
  at: iso(minute),
  type: 'event' as const,
  number,
  focus,
  exchangeId: `n${number}`,
  ...more,
});
const gap = (minute: number, from: number, to: number, filled: EventGap['filled'] = 'no'): EventGap => ({
  from,
  to,
  at: iso(minute),
  filled,
});
const task = taskRecord();
const notices = (events: SubscriptionEvent[], gaps: EventGap[] = [], until = iso(59)) =>
  noticesOf(task, [{ id: 's1', events, gaps }], until).map(({ type, number, to }) => [type, number, to]);

describe('what a subscription told of a Task', () => {
  test('is what names it: relative, absolute, with a version; not another of the same end', () => {
    expect(
      notices([
        event(1, 1, ['Task/1012']),
        event(2, 2, ['https://fhir.lakeside.example/r4/Task/1012/_history/3']),
        event(3, 3, ['Task/21012', 'https://other.example/r4/Task/1012']),
        event(4, 2, ['Task/1012'], { type: 'duplicate' }),
        event(5, 4, [], { type: 'heartbeat' }),
      ]),
    ).toEqual([
      ['event', 1, undefined],
      ['event', 2, undefined],
      ['duplicate', 2, undefined],
    ]);
  });

  test('takes in a gap of its lifetime that nothing explained', () => {
    const others = { ...gap(22, 8, 8, 'events'), taskIds: ['7'] };
    const ours = { ...gap(24, 10, 10, 'events'), taskIds: ['7', '1012'] };
    const gaps = [gap(-5, 1, 1), gap(10, 3, 4), gap(20, 6, 6, 'events'), others, ours, gap(50, 9, 9)];
    expect(notices([event(8, 2, ['Task/1012'])], gaps, iso(40))).toEqual([
      ['event', 2, undefined],
      ['gap', 3, 4],
      ['gap', 10, 10],
    ]);
  });

  test('is one list of what is remembered and what is read, each message once', () => {
    const first = event(1, 1, [], { seq: 1 });
    const second = event(2, 2, [], { seq: 2 });
    const bare = event(3, 3, []);
    expect(mergeEvents([second, first], [second, bare])).toHaveLength(3);
    expect(mergeEvents([second, first], []).map(({ seq }) => seq)).toEqual([1, 2]);
  });
});

describe('notifications', () => {
  const told = noticesOf(task, [{ id: 's1', events: [event(10, 2, ['Task/1012'])], gaps: [gap(20, 3, 3)] }], iso(59));

  test('stand on the ruler where they came, the lost one hollow', () => {
    const ruler = rulerOf(task, Date.parse(iso(25)), told);
    expect(ruler.notices.map(({ share, isLost }) => [share.toFixed(2), isLost])).toEqual([
      ['0.33', false],
      ['0.67', true],
    ]);
  });

  test('stand in the timeline between polls', () => {
    const polls = [
      { at: iso(5), result: 'unchanged' as const },
      { at: iso(15), result: 'unchanged' as const, by: 'notification' as const },
    ];
    const entries = timelineOf({ task: taskRecord({ polls }), notices: told, whenOf: () => undefined });
    expect(entries.map(({ kind }) => kind)).toEqual(['created', 'quiet', 'notice', 'quiet', 'notice']);
    expect(new Set(entries.map(({ key }) => key)).size).toBe(entries.length);
  });
});

describe('the timeline', () => {
  test('tells versions of a history at the time they were written, each compared with the one before', () => {
    const version = (versionId: string, minute: number, seen: number, exchangeId: string, byHistory = false) => ({
      versionId,
      status: 'accepted',
      at: iso(minute),
      seenAt: iso(seen),
      exchangeId,
      ...(byHistory ? { byHistory } : {}),
    });
    const entries = timelineOf({
      task: taskRecord({
        versions: [version('1', 0, 0, '4'), version('2', 3, 40, '80', true), version('3', 6, 7, 'p7')],
        polls: [{ at: iso(7), exchangeId: 'p7', result: 'new-version' }],
      }),
      notices: [],
      whenOf: () => undefined,
    });
    expect(entries).toMatchObject([
      { kind: 'created' },
      { kind: 'version', at: iso(3), version: { versionId: '2' }, before: { versionId: '1' } },
      { kind: 'version', version: { versionId: '3' }, before: { versionId: '2' }, poll: { exchangeId: 'p7' } },
    ]);
  });

  test('ends a Task that is gone', () => {
    const entries = timelineOf({ task: taskRecord({ goneAt: iso(30) }), notices: [], whenOf: () => undefined });
    expect(entries.at(-1)).toMatchObject({ kind: 'gone', at: iso(30) });
  });
});
