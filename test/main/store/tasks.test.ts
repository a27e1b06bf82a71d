import { expect, test } from 'vitest';
import { openStore } from '../../../main/store/store.ts';
import type { TaskRecord } from '../../../shared/domain/task.ts';
import { cleanUp, throwAwayFolder, unwrap } from '../../fakes/ports.ts';

const here = 'https://lakeside.example/fhir';
const task = (taskId: string, more: Partial<TaskRecord> = {}): Omit<TaskRecord, 'id'> => ({
  side: 'sent',
  partner: 'Lakeside Clinic',
  baseUrl: here,
  taskId,
  code: 'data-request-query',
  asked: 'Condition?patient=1',
  status: 'requested',
  createdAt: '2026-10-01T12:00:00.000Z',
  updatedAt: '2026-10-01T12:00:00.000Z',
  versionCount: 0,
  pollCount: 0,
  profile: 'manual',
  outputs: [],
  createExchangeId: '1',
  ...more,
});

function openWith(...tasks: Omit<TaskRecord, 'id'>[]) {
  const store = unwrap(openStore(throwAwayFolder()));
  cleanUp(() => store.close());
  store.write(() => {
    for (const one of tasks) store.tasks.add(one);
  });
  return store.tasks;
}

const idsOf = (list: readonly TaskRecord[]) => list.map(({ taskId }) => taskId);

test('Tasks are listed by status, statuses, side and server, newest first', () => {
  const table = openWith(
    task('a'),
    task('b', { status: 'accepted' }),
    task('c', { status: 'completed' }),
    task('d', { side: 'received' }),
    task('e', { baseUrl: 'https://other.example/fhir' }),
  );
  expect(idsOf(table.list({ limit: 9 }))).toEqual(['e', 'd', 'c', 'b', 'a']);
  expect(idsOf(table.list({ limit: 9, status: 'requested' }))).toEqual(['e', 'd', 'a']);
  expect(idsOf(table.list({ limit: 9, status: ['accepted', 'completed'] }))).toEqual(['c', 'b']);
  expect(idsOf(table.list({ limit: 9, status: [] }))).toEqual([]);
  expect(idsOf(table.list({ limit: 9, baseUrl: here, status: 'requested' }))).toEqual(['d', 'a']);
  expect(idsOf(table.list({ limit: 9, baseUrl: here, side: 'received' }))).toEqual(['d']);
  expect(idsOf(table.list({ limit: 1, baseUrl: here, side: 'sent' }))).toEqual(['c']);
});

test('Tasks that a subscription wakes, and those that none does, are gone through in steps', () => {
  const table = openWith(
    task('a', { subscriptionId: 's' }),
    task('b'),
    task('c', { subscriptionId: 's' }),
    task('d', { subscriptionId: 'other' }),
    task('e', { side: 'received' }),
    task('f'),
  );
  expect(idsOf(table.wokenBy('s', '0', 9))).toEqual(['a', 'c']);
  expect(idsOf(table.wokenBy(null, '0', 9))).toEqual(['b', 'f']);
  const [first] = table.wokenBy('s', '0', 1);
  expect(idsOf(table.wokenBy('s', first?.id ?? '', 1))).toEqual(['c']);
  expect(table.wokenBy('nobody', '0', 9)).toEqual([]);
});
