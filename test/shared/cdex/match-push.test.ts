import { describe, expect, it } from 'vitest';
import { matchPush, type PushNames, reasonsFor } from '../../../shared/cdex/match-push.ts';
import { recordOnly, taskDetail } from '../../fakes/task-record.ts';

const request = (id: string, more: object = {}) =>
  recordOnly(
    taskDetail({
      id,
      partner: 'Lakeside Clinic',
      baseUrl: 'https://lakeside.example/fhir',
      taskId: `t${id}`,
      code: 'attachment-request-code',
      asked: 'Progress note (11506-3)',
      trackingId: 'https://payer.example/tracking|T-1',
      claim: 'https://payer.example/claims|C-1',
      member: 'https://payer.example/members|M-1',
      status: 'requested',
      createdAt: `2026-10-01T12:0${id}:00.000Z`,
      updatedAt: '2026-10-01T12:00:00.000Z',
      versions: [],
      polls: [],
      profile: 'manual',
      outputs: [],
      createExchangeId: '1',
      ...more,
    }),
  );

const push = (more: Partial<PushNames> = {}): PushNames => ({
  kind: 'submission',
  trackingId: 'https://payer.example/tracking|T-1',
  memberId: 'https://payer.example/members|M-1',
  ...more,
});

const elsewhere = 'https://payer.example/other|T-1';

describe('what a push belongs to', () => {
  it('is the request of the same tracking id, and says why', () => {
    expect(matchPush(push(), [request('1')], 'strict')).toEqual({
      state: 'matched',
      taskId: '1',
      by: ['tracking-id', 'member'],
      says: 'Belongs to Task t1 (Progress note (11506-3)): the tracking id is the same, and the member is the same.',
    });
  });

  it('is found by the value alone where that is how tracking ids are compared, and held where it is not', () => {
    const other = push({ trackingId: elsewhere, memberId: undefined });
    expect(matchPush(other, [request('1')], 'value')).toMatchObject({ state: 'matched', by: ['tracking-value'] });
    expect(matchPush(other, [request('1')], 'strict')).toEqual({
      state: 'held',
      by: [],
      says: 'A request has the tracking id T-1 under another system, and matching is strict.',
    });
  });

  it('prefers the same tracking id to one of the same value', () => {
    const value = request('2', { trackingId: elsewhere });
    expect(matchPush(push(), [value, request('1')], 'value')).toMatchObject({
      taskId: '1',
      by: ['tracking-id', 'member'],
    });
  });

  it('is found by the administrative reference number, whatever the tracking id', () => {
    const found = matchPush(
      push({ trackingId: 'own|X-9', adminRef: 'https://payer.example/refs|R-1' }),
      [request('1', { adminRef: 'https://payer.example/refs|R-1' })],
      'strict',
    );
    expect(found).toMatchObject({ state: 'matched', taskId: '1', by: ['admin-ref', 'member'] });
  });

  it('is found by a claim whose number it is tracked by, unless several requests are about that claim', () => {
    const tracked = push({ trackingId: 'https://payer.example/claims|C-1' });
    expect(matchPush(tracked, [request('1', { trackingId: 'x|1' })], 'value')).toMatchObject({
      state: 'matched',
      by: ['claim', 'member'],
    });
    const two = [request('1', { trackingId: 'x|1' }), request('2', { trackingId: 'x|2' })];
    expect(matchPush(tracked, two, 'value')).toEqual({
      state: 'held',
      by: [],
      says: '2 requests are about this claim; choose one.',
    });
  });

  it('is never decided by the member alone', () => {
    const found = matchPush(push({ trackingId: 'own|X-9' }), [request('1')], 'value');
    expect(found).toMatchObject({
      state: 'held',
      says: 'No request here has the tracking id X-9; it is held until one appears.',
    });
    expect(reasonsFor(push({ trackingId: 'own|X-9' }), request('1'), 'value')).toEqual(['member']);
  });

  it('is the payer’s own of several requests, then one that has not ended, then the newest', () => {
    const ended = request('3', { status: 'completed' });
    const open = [request('1'), request('2')];
    expect(matchPush(push(), [...open, ended], 'strict')).toMatchObject({ taskId: '2' });
    const own = request('1', { requester: 'https://payer.example/ids|P-7', status: 'completed' });
    const found = matchPush(push({ payerId: 'ids|P-7' }), [own, request('2')], 'strict');
    expect(found).toMatchObject({ taskId: '1' });
    expect(found.says).toContain('2 requests fit as well');
  });

  it('is no request for data, and nothing for what is no submission', () => {
    expect(matchPush(push(), [request('1', { code: 'data-request-query' })], 'value').state).toBe('held');
    for (const kind of ['notification', 'bundle', 'resource', 'unexpected'] as const)
      expect(matchPush(push({ kind }), [request('1')], 'value').state).toBe('none');
  });

  it('says of a submission without a tracking id that only a person can join it', () => {
    expect(matchPush({ kind: 'submission' }, [], 'value')).toMatchObject({
      state: 'held',
      says: 'It names no tracking id; it is held until it is joined to a request by hand.',
    });
  });
});
