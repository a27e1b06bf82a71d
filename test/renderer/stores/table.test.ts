import { describe, expect, it } from 'vitest';
import { applySteps, tableOf } from '../../../renderer/stores/table.ts';

interface Thing {
  id: string;
  at: number;
  name?: string;
}
const order = (a: Thing, b: Thing) => a.at - b.at;
const things = (...ats: number[]): Thing[] => ats.map((at) => ({ id: `t${at}`, at }));

describe('a table', () => {
  it('is ordered, whatever order the records came in', () => {
    expect(tableOf(things(3, 1, 2), order).ids).toEqual(['t1', 't2', 't3']);
  });

  it('puts newer records last and late ones where they belong', () => {
    const steps = things(9, 4, 6).map((record) => ({ op: 'put', id: record.id, record }) as const);
    expect(applySteps(tableOf(things(1, 5, 7), order), steps, order).ids).toEqual(['t1', 't4', 't5', 't6', 't7', 't9']);
  });

  it('keeps the list when a record only changed, so that lists are not redrawn', () => {
    const before = tableOf(things(1, 2), order);
    const after = applySteps(before, [{ op: 'put', id: 't1', record: { id: 't1', at: 1, name: 'new' } }], order);
    expect(after.ids).toBe(before.ids);
    expect(after.byId.get('t1')?.name).toBe('new');
    expect(before.byId.get('t1')?.name).toBeUndefined();
  });

  it('moves a record whose place changed', () => {
    const after = applySteps(
      tableOf(things(1, 2, 3), order),
      [{ op: 'put', id: 't1', record: { id: 't1', at: 8 } }],
      order,
    );
    expect(after.ids).toEqual(['t2', 't3', 't1']);
  });

  it('deletes, and forgives deleting what is not there', () => {
    const before = tableOf(things(1, 2), order);
    const after = applySteps(
      before,
      [
        { op: 'delete', id: 't1' },
        { op: 'delete', id: 'x' },
      ],
      order,
    );
    expect(after.ids).toEqual(['t2']);
    expect(after.byId.has('t1')).toBe(false);
    expect(applySteps(before, [{ op: 'delete', id: 'x' }], order).ids).toBe(before.ids);
  });

  it('takes ten thousand records in one batch', () => {
    const many = Array.from(
      { length: 10_000 },
      (_, at) => ({ op: 'put', id: `t${at}`, record: { id: `t${at}`, at } }) as const,
    );
    const table = applySteps(tableOf<Thing>([], order), many, order);
    expect(table.ids).toHaveLength(10_000);
    expect(table.ids.at(-1)).toBe('t9999');
  });
});
