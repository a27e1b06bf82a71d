import { describe, expect, it } from 'vitest';
import { isRead } from '../../renderer/features/direct-query/query-address.ts';
import { answered, hasPage, withPage } from '../../renderer/features/direct-query/query-state.ts';
import { countWords, totalWords } from '../../renderer/features/direct-query/result-words.ts';
import { RowWindows } from '../../renderer/features/direct-query/row-windows.ts';
import { draftFrom, fillingsFor, startingPoints } from '../../renderer/features/direct-query/starting-points.ts';
import { draftOf, queryOf } from '../../renderer/parts/search-builder/draft.ts';
import { flatRows } from '../../renderer/parts/resource-view/flat-rows.ts';
import { ok, type Reply } from '../../shared/contract/errors.ts';
import type { QueryReceipt, RowWindow } from '../../shared/contract/queries.ts';
import { checkSearch } from '../../shared/fhir/check-search.ts';
import type { BundleRow } from '../../shared/fhir/summary.ts';

const receipt = (exchangeId: string, more: Partial<QueryReceipt> = {}): QueryReceipt => ({
  exchangeId,
  httpStatus: 200,
  resourceType: 'Bundle',
  entries: 2,
  hasNext: true,
  hasPrevious: false,
  wireBytes: 10,
  decodedBytes: 20,
  durationMs: 5,
  ...more,
});
const row = (index: number, mode = 'match'): BundleRow => ({
  index,
  mode,
  resourceType: 'Condition',
  id: String(index),
  title: '',
  bytes: 1,
});

describe('starting points', () => {
  const people = [
    { patientId: 'shaw', name: 'A', birthDate: '1987', memberId: 'https://payer.example/ids|M1', storyline: '' },
    { patientId: 'reyes', name: 'B', birthDate: '1968', memberId: 'https://payer.example/ids|M2', storyline: '' },
  ];
  const now = new Date('2026-11-22');

  it.each(startingPoints.map((point) => [point.title, point] as const))('%s is a sound search', (_, point) => {
    const draft = draftFrom(point, fillingsFor(draftOf('Condition'), people, now));
    expect(queryOf(draft)).not.toMatch(/[{}]/);
    expect(checkSearch(queryOf(draft))).toEqual([]);
    expect(draft.params.some(({ fresh }) => fresh)).toBe(false);
  });

  it('leaves the patient open where nobody is known, and sends the rest', () => {
    const [hba1c] = startingPoints;
    if (!hba1c) throw new Error('no starting point');
    const draft = draftFrom(hba1c, fillingsFor(draftOf('Condition'), [], now));
    expect(draft.params.filter(({ fresh }) => fresh).map(({ param }) => param.name)).toEqual(['patient']);
    expect(queryOf(draft)).toBe('Observation?code=http://loinc.org|4548-4&date=ge2024&_sort=-date');
  });

  it('stays with the person the draft is about, by either number', () => {
    expect(fillingsFor(draftOf('Condition?patient=Patient/reyes'), people, now)).toMatchObject({
      patient: 'reyes',
      member: 'https://payer.example/ids|M2',
    });
    expect(fillingsFor(draftOf('Patient?identifier=M2'), people, now).patient).toBe('reyes');
    expect(fillingsFor(draftOf('Condition?patient=other'), people, now)).toEqual({ patient: 'other', year: '2024' });
  });

  it('are at least six, at most nine, with titles of their own', () => {
    expect(startingPoints.length).toBeGreaterThanOrEqual(6);
    expect(startingPoints.length).toBeLessThanOrEqual(9);
    expect(new Set(startingPoints.map(({ title }) => title)).size).toBe(startingPoints.length);
  });
});

describe('pages', () => {
  const first = answered({ connectionId: 'c', partner: 'P', query: 'Condition' }, receipt('1'));

  it('come after each other and are kept', () => {
    expect(hasPage(first, 'previous')).toBe(false);
    const second = withPage(first, 'next', receipt('2', { hasNext: false, hasPrevious: true }));
    expect(second.at).toBe(1);
    expect(hasPage(second, 'next')).toBe(false);
    expect(hasPage(second, 'previous')).toBe(true);
    expect(hasPage({ ...second, at: 0 }, 'next')).toBe(true);
  });

  it('may come before the first', () => {
    const middle = answered({ connectionId: 'c', partner: 'P', query: 'x' }, receipt('5', { hasPrevious: true }));
    const before = withPage(middle, 'previous', receipt('6'));
    expect(before.pages.map(({ exchangeId }) => exchangeId)).toEqual(['6', '5']);
    expect(before.at).toBe(0);
  });

  it('open what is no Bundle at once', () => {
    const asked = { connectionId: 'c', partner: 'P', query: 'Patient/1' };
    expect(answered(asked, receipt('9', { resourceType: 'Patient' })).opened).toEqual([{ exchangeId: '9' }]);
    expect(first.opened).toEqual([]);
  });

  it('tell a read from a search', () => {
    expect(isRead('Patient/123')).toBe(true);
    expect(isRead('Patient/123/_history/2')).toBe(true);
    expect(isRead('Patient?x=1')).toBe(false);
    expect(isRead('Patient/123/Condition')).toBe(false);
  });
});

describe('what an answer holds, in words', () => {
  it('counts by search mode where the rows are at hand', () => {
    const rows = [row(0), row(1), row(2, 'include'), row(3, 'outcome')];
    expect(countWords(receipt('1', { entries: 4 }), rows)).toBe('2 matched, 1 included, 1 outcome');
    expect(countWords(receipt('1', { entries: 50_000 }), undefined)).toBe('50,000 entries');
    expect(countWords(receipt('1', { entries: 1 }), [row(0, '')])).toBe('1 entry');
    expect(countWords(receipt('1', { entries: 0 }), [])).toBe('no entries');
    expect(countWords(receipt('1', { resourceType: 'Patient' }), undefined)).toBe('Patient');
  });

  it('says when the server did not count', () => {
    expect(totalWords(receipt('1', { total: 12_129 }))).toBe('total 12,129');
    expect(totalWords(receipt('1'))).toBe('total not said');
  });
});

describe('windows of rows', () => {
  const source = (total: number) => {
    const asked: [number, number][] = [];
    const waiting: (() => void)[] = [];
    const read = (first: number, count: number) => {
      asked.push([first, count]);
      return new Promise<Reply<RowWindow>>((resolve) => {
        waiting.push(() =>
          resolve(ok({ first, total, rows: Array.from({ length: count }, (_, index) => row(first + index)) })),
        );
      });
    };
    const answer = async () => {
      waiting.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    };
    return { asked, read, answer };
  };

  it('asks only for what is in sight when the last answer came', async () => {
    const { asked, read, answer } = source(50_000);
    let drawn = 0;
    const windows = new RowWindows(50_000, read, () => {
      drawn += 1;
    });
    windows.look(0, 20);
    for (let first = 100; first < 40_000; first += 100) windows.look(first, first + 20);
    windows.look(40_050, 40_120);
    expect(asked).toEqual([[0, 100]]);
    await answer();
    await answer();
    await answer();
    expect(asked).toEqual([
      [0, 100],
      [40_000, 100],
      [40_100, 100],
    ]);
    expect(windows.rowAt(40_120)?.index).toBe(40_120);
    expect(windows.rowAt(200)).toBeUndefined();
    expect(drawn).toBe(3);
    windows.look(40_060, 40_100);
    expect(asked).toHaveLength(3);
  });

  it('reads a small page whole, so that it can be counted', async () => {
    const { asked, read, answer } = source(320);
    const windows = new RowWindows(320, read, () => undefined);
    windows.look(0, 10);
    expect(windows.whole()).toBeUndefined();
    await answer();
    expect(asked).toEqual([[0, 320]]);
    expect(windows.whole()).toHaveLength(320);
  });

  it('asks for the short last window only as far as it goes', async () => {
    const { asked, read } = source(1_030);
    new RowWindows(1_030, read, () => undefined).look(1_020, 1_029);
    expect(asked).toEqual([[1_000, 30]]);
  });

  it('does not ask again for what could not be read', async () => {
    let asked = 0;
    const windows = new RowWindows(
      10,
      async () => {
        asked += 1;
        return { ok: false, error: { code: 'not-found', message: 'gone', next: 'Send it again.' } };
      },
      () => undefined,
    );
    windows.look(0, 5);
    await new Promise((resolve) => setImmediate(resolve));
    windows.look(1, 6);
    await new Promise((resolve) => setImmediate(resolve));
    expect(asked).toBe(1);
  });
});

describe('a resource as path and value', () => {
  it('writes every value once, in order', () => {
    const resource = {
      resourceType: 'Condition',
      active: true,
      code: { coding: [{ code: 'a' }, { code: 'b' }] },
      subject: { reference: 'Patient/1' },
      contained: [{ id: 'x', of: { reference: '#y' } }],
      note: [],
      data: { $base64: { bytes: 3000, pointer: '/data' } },
      long: { $text: { length: 9000, pointer: '/long' } },
    };
    expect(flatRows(resource)).toEqual([
      { path: 'resourceType', value: 'Condition' },
      { path: 'active', value: 'true' },
      { path: 'code.coding[0].code', value: 'a' },
      { path: 'code.coding[1].code', value: 'b' },
      { path: 'subject.reference', value: 'Patient/1', reference: 'Patient/1' },
      { path: 'contained[0].id', value: 'x' },
      { path: 'contained[0].of.reference', value: '#y' },
      { path: 'data', value: '', base64: { bytes: 3000, pointer: '/data' } },
      { path: 'long', value: 'text of 9000 letters, not shown' },
    ]);
  });
});
