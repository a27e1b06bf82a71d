import { describe, expect, it } from 'vitest';
import { isRefused, sameThread, threadOf } from '../../../shared/cdex/push-thread.ts';
import type { Push } from '../../../shared/domain/push.ts';

const push = (id: string, more: Partial<Push> = {}): Push => ({
  id,
  at: '2026-10-01T12:00:00.000Z',
  storedAt: '2026-10-01T12:00:00.000Z',
  kind: 'submission',
  title: 'Submission',
  trackingId: 'https://payer.example/tracking|T-1',
  answered: 200,
  exchangeId: id,
  attachments: [],
  findings: [],
  ...more,
});

describe('the submissions of one tracking id', () => {
  it('stay open until one says it is the last, or says nothing', () => {
    expect(threadOf([push('1', { final: false })])).toEqual({
      trackingId: 'https://payer.example/tracking|T-1',
      state: 'open',
      pushIds: ['1'],
    });
    expect(threadOf([push('2', { final: true }), push('1', { final: false })], true)).toMatchObject({
      state: 'final',
      pushIds: ['1', '2'],
      multipleSubmits: true,
    });
    expect(threadOf([push('1')])?.state).toBe('final');
  });

  it('are over when more came after the last', () => {
    expect(threadOf([push('1'), push('2', { final: false })])?.state).toBe('over');
  });

  it('count neither repeats nor what was refused', () => {
    const list = [push('1', { answered: 400 }), push('2', { final: false }), push('3', { duplicateOf: '2' })];
    expect(threadOf(list)).toMatchObject({ state: 'open', pushIds: ['2'] });
    expect(threadOf([push('1', { answered: 413 })])).toBeUndefined();
  });

  it('are of one thread unless payer or reference number differ; a system may', () => {
    const one = push('1', { payerId: 'ids|P-1' });
    expect(sameThread(one, push('2', { trackingId: 'other|T-1' }))).toBe(true);
    expect(sameThread(one, push('2', { payerId: 'elsewhere|P-1' }))).toBe(true);
    expect(sameThread(one, push('2', { payerId: 'ids|P-2' }))).toBe(false);
    expect(sameThread(push('1', { adminRef: 'R-1' }), push('2', { adminRef: 'R-2' }))).toBe(false);
    expect(sameThread(one, push('2', { kind: 'notification' }))).toBe(false);
    expect(sameThread(push('1', { trackingId: undefined }), push('2', { trackingId: undefined }))).toBe(false);
  });

  it('are refused by their answer, or by what is about to be answered', () => {
    expect(isRefused({ answered: 400 })).toBe(true);
    expect(isRefused({ answered: null, answer: { how: 'reject' } })).toBe(true);
    expect(isRefused({ answered: null, answer: { how: 'ask' } })).toBe(false);
    expect(isRefused({ answered: 200, answer: { how: 'status' } })).toBe(false);
  });
});
