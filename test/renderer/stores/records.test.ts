import { expect, it } from 'vitest';
import { applyChanges, recordsOf, tablesOf } from '../../../renderer/stores/records.ts';
import type { Change } from '../../../shared/domain/change.ts';
import { exchangeOf, snapshotOf, tasks } from '../../fakes/records.ts';

const start = { ...tablesOf(snapshotOf(false)), seq: 200 };
const put = (seq: number, number: number): Change => {
  const record = exchangeOf(number);
  return { seq, kind: 'exchange', id: record.id, op: 'put', record };
};

it('orders exchanges by number, newest last, Tasks newest first, connections by name', () => {
  expect(start.exchange.ids.slice(0, 3)).toEqual(['1', '2', '3']);
  expect(start.exchange.ids.at(-1)).toBe('48');
  expect(start.task.ids[0]).toBe('t2');
  expect(recordsOf(start, 'connection').map(({ name }) => name)).toEqual([
    'Cedar Valley DME',
    'Lakeside Clinic',
    'Mesa Orthopedics',
    'Sandbox payer',
    'Sandbox provider',
    'St Brendan Hospital',
  ]);
});

it('compares exchange numbers as numbers', () => {
  const after = applyChanges(start, [put(201, 100), put(202, 99)]);
  expect(after.exchange.ids.slice(-3)).toEqual(['48', '99', '100']);
});

it('leaves out changes the snapshot already holds', () => {
  const after = applyChanges(start, [put(199, 900), put(200, 901)]);
  expect(after.exchange.byId.has('900')).toBe(false);
  expect(after.seq).toBe(200);
});

it('applies each kind to its own table and moves on to the newest number', () => {
  const task = { ...tasks[1], status: 'accepted' } as (typeof tasks)[0];
  const after = applyChanges(start, [
    { seq: 201, kind: 'task', id: task.id, op: 'put', record: task },
    { seq: 203, kind: 'connection', id: 'c4', op: 'delete' },
  ]);
  expect(after.task.byId.get(task.id)?.status).toBe('accepted');
  expect(after.connection.ids).toHaveLength(5);
  expect(after.exchange).toBe(start.exchange);
  expect(after.seq).toBe(203);
});
