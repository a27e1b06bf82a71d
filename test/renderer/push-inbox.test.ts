import { describe, expect, test } from 'vitest';
import { chainOf } from '../../renderer/features/push-inbox/chain.ts';
import { type BytesSay, claimsOf, sameType } from '../../renderer/features/push-inbox/claims.ts';
import { aboutPush, groupPushes, needsLook } from '../../renderer/features/push-inbox/push-rows.ts';
import type { Push, PushAttachment } from '../../shared/domain/push.ts';
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

describe('the rows of the inbox', () => {
  test('stand by day, newest day first as given', () => {
    const now = new Date(2026, 10, 22, 12).getTime();
    const at = (day: number, hour: number) => new Date(2026, 10, day, hour).toISOString();
    const rows = groupPushes(
      [push({ id: 'c', at: at(22, 10) }), push({ id: 'b', at: at(21, 23) }), push({ id: 'a', at: at(21, 8) })],
      '',
      now,
    );
    expect(rows.map((row) => (row.kind === 'day' ? `${row.title} ${row.count}` : row.id))).toEqual([
      'Today 1',
      'c',
      'Yesterday 2',
      'b',
      'a',
    ]);
  });

  test('are filtered by every word, in attachments too', () => {
    const list = [push({ id: 'a' }), push({ id: 'b', attachments: [], trackingId: 'other' })];
    const ids = (filter: string) =>
      groupPushes(list, filter, 0).flatMap((row) => (row.kind === 'push' ? [row.id] : []));
    expect(ids('progress HM1')).toEqual(['a']);
    expect(ids('other')).toEqual(['b']);
    expect(ids('other progress')).toEqual([]);
  });

  test('say what arrived and who must look', () => {
    expect(aboutPush(push())).toBe('claim, 1 attachment');
    expect(aboutPush(push({ final: false, attachments: [] }))).toBe('claim, not Final');
    expect(aboutPush(push({ kind: 'notification', notification: 'handshake' }))).toBe('handshake');
    const message = 'The body is JSON but no FHIR resource.';
    const findings = [{ rule: 'resourceType', severity: 'error' as const, message, path: '', next: 'Send one.' }];
    expect(aboutPush(push({ kind: 'unexpected', findings }))).toBe(message);
    expect(aboutPush(push({ kind: 'unexpected', findings: [] }))).toBe('');
    const broken = { rule: 'CONF-012', severity: 'error', path: '', message: '' } as const;
    expect(needsLook(push())).toBe(false);
    expect(needsLook(push({ answered: null }))).toBe(true);
    expect(needsLook(push({ findings: [broken] }))).toBe(true);
    expect(needsLook(push({ findings: [broken], answered: 400 }))).toBe(false);
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

  test('know two names of one type', () => {
    expect(sameType('application/xml', 'text/xml')).toBe(true);
    expect(sameType('application/hl7-sda+xml', 'text/xml')).toBe(true);
    expect(sameType('application/json', 'application/fhir+json')).toBe(true);
    expect(sameType('text/plain; charset=utf-8', 'text/plain')).toBe(true);
    expect(sameType('application/pdf', 'text/xml')).toBe(false);
  });
});

describe('the correlation chain', () => {
  test('names what the submission says and joins no Task', () => {
    const { hops, joints } = chainOf(push(), []);
    expect(hops.map(({ label, value, known }) => [label, value, known])).toEqual([
      ['TrackingId', 'trackingid123', true],
      ['Task', 'none joined', false],
      ['Attached to', 'claim', true],
      ['Member', 'HM1', true],
    ]);
    expect(hops[2]?.note).toBe('lines 1, 2, 2026-06-22');
    expect(joints.map(({ result }) => result)).toEqual(['unchecked', 'unchecked', 'ok']);
  });

  test('counts Tasks about the same member without joining them', () => {
    const { hops } = chainOf(push(), [
      taskRecord({ member: 'https://payer.example/ids|HM1' }),
      taskRecord({ member: 'urn:x|HM1' }),
    ]);
    expect(hops[1]).toMatchObject({ known: false, note: '1 of this member here' });
  });

  test('says what is missing instead of leaving it out', () => {
    const { hops } = chainOf(
      push({ trackingId: undefined, memberId: undefined, attachTo: undefined, attachments: [] }),
      [],
    );
    expect(hops.map(({ known }) => known)).toEqual([false, false, false, false]);
  });
});
