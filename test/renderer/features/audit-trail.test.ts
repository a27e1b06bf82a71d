import { describe, expect, it } from 'vitest';
import { unread, withNewest, withOlder } from '../../../renderer/features/settings/audit/trail.ts';
import { exportName, isTrouble, verdictWords } from '../../../renderer/features/settings/audit/words.ts';
import type { AuditEntry } from '../../../shared/domain/audit.ts';
import { auditEntry } from '../../fakes/access/audit-answers.ts';

/** Entries from one number down to another. */
const down = (from: number, to: number): AuditEntry[] =>
  Array.from({ length: from - to + 1 }, (_, index) => auditEntry(from - index));
const numbers = (entries: readonly AuditEntry[]) => entries.map(({ seq }) => seq);

describe('the trail at hand', () => {
  it('grows at its head by what is new, and keeps what was read before', () => {
    const first = withNewest(unread, down(10, 6), 5);
    expect([numbers(first.entries), first.isWhole]).toEqual([[10, 9, 8, 7, 6], false]);
    const later = withNewest(first, down(12, 8), 5);
    expect([numbers(later.entries), later.isWhole]).toEqual([[12, 11, 10, 9, 8, 7, 6], false]);
    expect(withNewest(later, down(12, 8), 5).entries).toBe(later.entries);
  });
  it('begins anew where more was written than a page holds: a gap is never shown as none', () => {
    const first = withNewest(unread, down(10, 6), 5);
    const after = withNewest({ ...first, isWhole: true }, down(30, 26), 5);
    expect([numbers(after.entries), after.isWhole]).toEqual([[30, 29, 28, 27, 26], false]);
  });
  it('goes back page by page, until a page is not full', () => {
    const first = withNewest(unread, down(7, 5), 3);
    const second = withOlder(first, down(4, 2), 3);
    expect([numbers(second.entries), second.isWhole]).toEqual([[7, 6, 5, 4, 3, 2], false]);
    const third = withOlder(second, down(1, 1), 3);
    expect([numbers(third.entries), third.isWhole]).toEqual([[7, 6, 5, 4, 3, 2, 1], true]);
    expect(numbers(withOlder(second, down(3, 1), 3).entries)).toEqual([7, 6, 5, 4, 3, 2, 1]);
  });
  it('is whole at once where it is short, and stays so as it grows', () => {
    const short = withNewest(unread, down(2, 1), 5);
    expect([numbers(short.entries), short.isWhole]).toEqual([[2, 1], true]);
    expect(withNewest(short, down(4, 1), 5)).toMatchObject({ isWhole: true, entries: { length: 4 } });
  });
});

describe('the words of the trail', () => {
  it('tell trouble from what went well', () => {
    const outcomes = ['200 ok', '404 refused', 'refused', 'no answer', 'done', '3 entries', 'stored, answered 200'];
    expect(outcomes.filter((outcome) => isTrouble({ outcome }))).toEqual(['404 refused', 'refused', 'no answer']);
  });
  it('say what a verdict means: whole, broken where, of another folder', () => {
    expect(verdictWords({ ok: true, entries: 1 }).title).toBe('1 entry, none changed, none missing');
    expect(verdictWords({ ok: true, entries: 5 }).next).toBeUndefined();
    expect(verdictWords({ ok: true, entries: 5, ofThisFolder: false }).next).toContain('replaced');
    const broken = verdictWords({ ok: false, entries: 811, brokenAt: 812, reason: 'Entry 812 was changed.' });
    expect(broken.title).toBe('Broken at entry 812');
    expect(broken.says).toBe(
      'Entry 812 was changed. The 811 entries before it hold; from there on the trail proves nothing.',
    );
    expect(verdictWords({ ok: false, entries: 0, brokenAt: 1, reason: 'It is empty.' }).says).not.toContain(
      'before it',
    );
  });
  it('name an export by its day', () => {
    expect(exportName(new Date('2026-11-22T23:59:00Z'))).toBe('switchboard-audit-2026-11-22.ndjson');
  });
});
