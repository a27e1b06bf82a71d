import { describe, expect, test } from 'vitest';
import { chainOf } from '../../renderer/features/push-inbox/detail/chain.ts';
import { type BytesSay, claimsOf } from '../../renderer/features/push-inbox/detail/claims.ts';
import { pointerOfPlace } from '../../renderer/features/push-inbox/detail/place-in-json.ts';
import { aboutPush, answeredWords, needsLook, standingOf } from '../../renderer/features/push-inbox/push-words.ts';
import type { MatchReason, Push, PushAttachment } from '../../shared/domain/push.ts';
import { taskRecord } from './tasks-samples.ts';

const attachment: PushAttachment = {
  index: 0,
  code: '11506-3',
  title: 'Progress note',
  resourceType: 'DocumentReference',
  contentType: 'application/pdf',
  sniffedType: 'application/pdf',
  bytes: 2_987,
  sha256: 'a'.repeat(64),
  declaredBytes: 2_987,
  declaredSha1: '0123456789abcdef0123456789abcdef01234567',
  lineItems: ['1', '2'],
  pointer: '/parameter/6/part/1/resource/content/0/attachment/data',
};

const push = (more: Partial<Push> = {}): Push => ({
  id: '1',
  at: '2026-11-22T10:02:11.204Z',
  kind: 'submission',
  trackingId: 'https://payer.example/acns|trackingid123',
  attachTo: 'claim',
  memberId: 'https://payer.example/ids|HM1',
  serviceDate: '2026-06-22',
  final: true,
  title: 'Submission',
  answered: 200,
  storedAt: '2026-11-22T10:02:11.216Z',
  exchangeId: '9',
  attachments: [attachment],
  findings: [],
  ...more,
});

describe('the words of a row', () => {
  test('say what arrived and who must look', () => {
    expect(aboutPush(push())).toBe('claim, 1 attachment, HM1');
    expect(aboutPush(push({ attachTo: 'preauthorization', attachments: [], sender: 'Lakeside', bytes: 2_048 }))).toBe(
      'prior authorization, HM1, from Lakeside, 2.0 KB',
    );
    expect(aboutPush(push({ kind: 'notification', notification: 'handshake', attachments: [] }))).toContain(
      'handshake',
    );
    const message = 'The body is JSON but no FHIR resource.';
    const findings = [{ rule: 'resourceType', severity: 'error' as const, message, path: '', next: 'Send one.' }];
    expect(aboutPush(push({ kind: 'unexpected', findings }))).toBe(message);
    expect(aboutPush(push({ kind: 'unexpected', findings: [] }))).toBe('');
    const broken = { rule: 'CONF-012', severity: 'error', path: '', message: '' } as const;
    expect(needsLook(push())).toBe(false);
    expect(needsLook(push({ answered: null }))).toBe(true);
    expect(needsLook(push({ answered: null, answer: { how: 'accept', dropped: true } }))).toBe(false);
    expect(needsLook(push({ findings: [broken] }))).toBe(true);
    expect(needsLook(push({ findings: [broken], answered: 400 }))).toBe(false);
  });

  test('say how it stands', () => {
    const held = { state: 'held', by: [], says: '' } as const;
    const matched = { state: 'matched', by: ['tracking-id'], says: '', taskId: 't1' } as Push['match'];
    const standings = [
      push({ match: { ...held, by: [] } }),
      push({ match: matched }),
      push({ match: matched, answered: 400 }),
      push({ answered: null, waitsUntil: '2026-11-22T10:03:00Z' }),
      push({ answered: null }),
      push(),
    ].map(standingOf);
    expect(standings).toEqual(['held', 'matched', 'refused', 'waiting', 'unanswered', 'plain']);
    expect(answeredWords(push({ match: { ...held, by: [] } }))).toBe('200 held');
    expect(answeredWords(push({ answered: null, answer: { how: 'status', dropped: true } }))).toBe('dropped');
  });
});

describe('claims against bytes', () => {
  const results = (one: PushAttachment, bytes?: BytesSay, given = push()) =>
    Object.fromEntries(claimsOf(given, one, bytes).map(({ what, result }) => [what, result]));
  const said: BytesSay = { sha1: attachment.declaredSha1 ?? '', size: 2_987 };

  test('hold when the bytes are as declared', () => {
    expect(results(attachment, said)).toEqual({
      code: 'unchecked',
      type: 'ok',
      size: 'ok',
      hash: 'ok',
      date: 'unchecked',
      who: 'unchecked',
    });
  });

  test('fail when type, size or hash differ', () => {
    const other = { ...attachment, sniffedType: 'image/png', declaredBytes: 5 };
    expect(results(other, { ...said, sha1: 'f'.repeat(40) })).toMatchObject({
      type: 'fail',
      size: 'fail',
      hash: 'fail',
    });
  });

  test('are not checked where nothing was declared or nothing is loaded', () => {
    const { declaredBytes: _bytes, declaredSha1: _hash, ...bare } = attachment;
    expect(results({ ...bare, contentType: '', sniffedType: undefined })).toMatchObject({
      type: 'unchecked',
      size: 'unchecked',
      hash: 'unchecked',
    });
    expect(results(attachment)).toMatchObject({ hash: 'unchecked' });
  });

  test('are held against the header of a C-CDA', () => {
    const header = { code: '11506-3', date: '2026-06-22', ids: ['HM1', 'LK1'] };
    expect(results(attachment, { ...said, header })).toMatchObject({ code: 'ok', date: 'ok', who: 'ok' });
    const other = { code: '11504-8', date: '2026-05-25', ids: ['LK2'] };
    expect(results(attachment, { ...said, header: other })).toMatchObject({ code: 'warn', date: 'warn', who: 'warn' });
  });

  test('hold when the Task asked for that code and the bytes tell none', () => {
    const [code] = claimsOf(push(), attachment, said, '11506-3, 11504-8');
    expect(code).toMatchObject({ found: 'as the Task asked', result: 'ok' });
    expect(claimsOf(push(), attachment, said, '11504-8')[0]?.result).toBe('unchecked');
  });
});

describe('the correlation chain', () => {
  const matched = (by: MatchReason[]): Push['match'] => ({ state: 'matched', taskId: 't1', by, says: 'It does.' });
  const task = taskRecord({
    id: 't1',
    taskId: '1014',
    code: 'attachment-request-code',
    member: 'https://payer.example/ids|HM1',
    claim: 'https://payer.example/claims|Claim123',
  });

  test('goes from the tracking id over the Task that asked to its claim and the member', () => {
    const { hops, joints } = chainOf(push({ match: matched(['tracking-id', 'member']) }), task);
    expect(hops.map(({ label, value, known }) => [label, value, known])).toEqual([
      ['TrackingId', 'trackingid123', true],
      ['Task', '1014', true],
      ['Claim', 'Claim123', true],
      ['Member', 'HM1', true],
    ]);
    expect(hops[1]?.taskId).toBe('t1');
    expect(hops[2]?.note).toBe('lines 1, 2, 2026-06-22');
    expect(joints.map(({ result, words }) => `${result}: ${words}`)).toEqual([
      'ok: exact',
      'ok: named by it',
      'ok: same',
    ]);
  });

  test('says how surely: by value only, by claim, by hand', () => {
    const joint = (by: MatchReason[]) => chainOf(push({ match: matched(by) }), task).joints[0];
    expect(joint(['tracking-value'])).toEqual({ result: 'warn', words: 'value only' });
    expect(joint(['claim'])).toEqual({ result: 'warn', words: 'by claim' });
    expect(joint(['admin-ref'])).toEqual({ result: 'ok', words: 'reference number' });
    expect(joint(['hand'])).toEqual({ result: 'ok', words: 'by hand' });
  });

  test('shows a member that differs from the one the Task is about', () => {
    const { hops, joints } = chainOf(push({ memberId: 'x|234567', match: matched(['tracking-id']) }), task);
    expect(hops[3]).toMatchObject({ value: '234567', note: 'Task says HM1' });
    expect(joints[2]).toEqual({ result: 'warn', words: 'member differs' });
  });

  test('joins no Task where none is known, and says whether it is waited for', () => {
    const held = chainOf(push({ match: { state: 'held', by: [], says: 'None yet.' } }), undefined);
    expect(held.hops[1]).toMatchObject({ value: 'none joined', known: false, note: 'joined when it appears' });
    expect(held.joints.map(({ words }) => words)).toEqual(['held', 'not joined', 'not compared']);
    expect(held.hops[2]).toMatchObject({ label: 'Attached to', value: 'claim' });
    expect(chainOf(push({ match: matched(['tracking-id']) }), undefined).hops[1]?.value).toBe('no longer here');
  });

  test('a push that was refused is not said to be held', () => {
    const match = { state: 'held' as const, by: [], says: 'None yet.' };
    expect(chainOf(push({ match, answered: 422 }), undefined).joints[0]?.words).toBe('refused');
    expect(chainOf(push({ match, answered: null, promised: 400 }), undefined).joints[0]?.words).toBe('refused');
  });

  test('says what is missing instead of leaving it out', () => {
    const bare = { trackingId: undefined, memberId: undefined, attachTo: undefined, attachments: [] };
    expect(chainOf(push(bare), undefined).hops.map(({ known }) => known)).toEqual([false, false, false, false]);
    const byReference = chainOf(push({ trackingId: undefined, adminRef: 'x|AR-7' }), undefined).hops[0];
    expect(byReference).toMatchObject({ label: 'AdminRefNumber', value: 'AR-7', known: true });
  });
});

describe('the place a finding names', () => {
  test('is a pointer as far as it is plain names and numbers', () => {
    expect(pointerOfPlace('Parameters.parameter[2].valueIdentifier.system')).toBe(
      '/parameter/2/valueIdentifier/system',
    );
    expect(pointerOfPlace('parameter[0].part[1]')).toBe('/parameter/0/part/1');
    expect(pointerOfPlace('Parameters.parameter.where(name = 1).value')).toBe('/parameter');
    expect(pointerOfPlace('Parameters')).toBeUndefined();
    expect(pointerOfPlace('')).toBeUndefined();
  });
});
