import { describe, expect, test } from 'vitest';
import { eventStrip } from '../../renderer/features/tasks/subscriptions/event-strip.ts';
import { heartbeatDue, missingIn, openGaps, standingOf } from '../../renderer/features/tasks/subscriptions/standing.ts';
import {
  emptySubscribe,
  headerField,
  subscribeInput,
  subscribeProblems,
} from '../../renderer/features/tasks/subscriptions/subscribe-draft.ts';
import { readPlace } from '../../renderer/parts/task-view/places.ts';
import type { SubscriptionRecord } from '../../shared/domain/subscription.ts';
import { subscriptions } from '../fakes/board/subscriptions.ts';

const [alive] = subscriptions as [SubscriptionRecord];
const record = (more: Partial<SubscriptionRecord>): SubscriptionRecord => ({ ...alive, gaps: [], ...more });
const now = Date.parse(alive.lastHeardAt ?? '') + 60_000;

describe('how a subscription stands', () => {
  const says = (more: Partial<SubscriptionRecord>) => {
    const { result, word, says: said } = standingOf(record(more), now);
    return [result, word, said].filter(Boolean).join(', ');
  };

  test('is well while it is heard and nothing is missing', () => {
    expect(says({})).toBe('ok, active');
    expect(says({ heartbeatSeconds: undefined, lastHeardAt: '2020-01-01T00:00:00Z' })).toBe('ok, active');
  });

  test('is a warning when a heartbeat is missed, an event missing or its end passed', () => {
    expect(says({ heartbeatSeconds: 59 })).toBe('warn, active, heartbeat missed');
    expect(says({ gaps: alive.gaps })).toBe('warn, active, 2 events missing');
    expect(says({ end: '2020-01-01T00:00:00Z' })).toBe('warn, active, its end has passed');
    expect(says({ status: 'paused' })).toBe('warn, paused');
  });

  test('is what the partner says else', () => {
    expect(says({ status: 'error' })).toBe('fail, error, the partner does not say why');
    expect(says({ status: 'requested' })).toBe('unchecked, requested, no handshake yet');
    expect(says({ status: 'removed' })).toBe('unchecked, removed');
    expect(says({ status: 'closed', problem: undefined })).toMatch(
      /^unchecked, closed, removed when the console closed/,
    );
    expect(says({ status: 'closed', problem: 'The partner is away.' })).toBe('unchecked, closed, The partner is away.');
  });

  test('counts from the last message of any kind', () => {
    expect(heartbeatDue(record({ heartbeatSeconds: 60, lastHeardAt: '2026-11-22T09:00:00Z' }))).toBe(
      Date.parse('2026-11-22T09:01:00Z'),
    );
    expect(heartbeatDue(record({ heartbeatSeconds: 0 }))).toBeUndefined();
    const gaps = [
      { from: 1, to: 3, at: '', filled: 'given-up' as const },
      { from: 5, to: 5, at: '', filled: 'events' as const },
    ];
    expect(missingIn(openGaps({ gaps }))).toBe(3);
  });
});

describe('event numbers as a strip', () => {
  test('tell what arrived, what came again, what is missing and what made up for it', () => {
    const gaps = [
      { from: 3, to: 4, at: '', filled: 'no' as const },
      { from: 5, to: 5, at: '', filled: 'events' as const, exchangeId: '42' },
    ];
    const late = { at: '', type: 'event' as const, number: 4, focus: [], exchangeId: '9' };
    const { cells, earlier } = eventStrip({ lastEvent: 2, highestEvent: 6, gaps }, [...alive.recent, late]);
    expect(cells.map(({ number, state, again }) => `${number} ${state}${again > 0 ? ` +${again}` : ''}`)).toEqual([
      '1 arrived',
      '2 arrived +1',
      '3 missing',
      '4 arrived',
      '5 events',
      '6 arrived',
    ]);
    expect(cells[4]?.exchangeId).toMatch(/^\d+$/);
    expect(earlier).toBe(0);
  });

  test('show the last hundred and twenty', () => {
    const { cells, earlier } = eventStrip({ lastEvent: 1_000, gaps: [] }, []);
    expect([cells.length, cells[0]?.number, earlier]).toEqual([120, 881, 880]);
    expect(eventStrip({ lastEvent: 0, gaps: [] }, []).cells).toEqual([]);
  });
});

describe('the form of a subscription', () => {
  test('asks for what was typed, leaves out what was not, and takes the values of headers as secrets', () => {
    expect(subscribeInput({ ...emptySubscribe, heartbeat: '', ends: '' }, 'c1', {}, false)).toEqual({
      partner: { connection: 'c1' },
      filters: [],
      filterStyle: 'query',
      payload: 'id-only',
      atClose: 'resume',
      sendAnyway: false,
    });
    const draft = {
      ...emptySubscribe,
      topic: ' http://example.org/topic ',
      filters: [
        { id: 1, parameter: 'status', value: ' completed ' },
        { id: 2, parameter: '', value: 'lost' },
      ],
      headers: [
        { id: 1, name: 'X-Gateway-Key' },
        { id: 2, name: 'X-Empty' },
      ],
      endpoint: 'https://hooks.payer.example/task',
    };
    expect(subscribeInput(draft, 'c1', { [headerField(1)]: 'correct-horse' }, true)).toMatchObject({
      topic: 'http://example.org/topic',
      filters: ['status=completed'],
      headers: [{ name: 'X-Gateway-Key', value: { value: 'correct-horse' } }],
      endpoint: 'https://hooks.payer.example/task',
      heartbeatSeconds: 600,
      sendAnyway: true,
    });
  });

  test('says what is wrong, field by field', () => {
    expect(subscribeProblems(emptySubscribe)).toEqual({});
    const wrong = {
      ...emptySubscribe,
      heartbeat: '1.5',
      ends: '0',
      maxCount: 'many',
      timeout: '4000',
      endpoint: 'ftp://x.example',
      headers: [{ id: 1, name: 'X Gateway' }],
    };
    expect(Object.keys(subscribeProblems(wrong)).sort()).toEqual(
      ['endpoint', 'ends', 'headers', 'heartbeat', 'maxCount', 'timeout'].sort(),
    );
  });
});

describe('places on the screen of Tasks', () => {
  test('are a Task, a new one, the subscriptions or one of them', () => {
    expect(readPlace(undefined, 'new')).toEqual({ at: 'task' });
    expect(readPlace('t1', 'new')).toEqual({ at: 'task', id: 't1' });
    expect(readPlace('new', 'new')).toEqual({ at: 'compose' });
    expect(readPlace('subscriptions', 'new')).toEqual({ at: 'subscriptions' });
    expect(readPlace('subscriptions/new', 'new')).toEqual({ at: 'subscriptions', id: 'new' });
  });
});
