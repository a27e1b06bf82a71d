import { expect, test } from 'vitest';
import { meetsCondition, rulesOf, type WorkCondition, type WorkRule } from '../../../shared/domain/work.ts';
import type { TaskRecord } from '../../../shared/domain/task.ts';

const now = Date.parse('2026-10-01T12:00:00Z');
const task: TaskRecord = {
  id: '1',
  side: 'received',
  partner: 'Clinic',
  baseUrl: 'https://clinic.example/fhir',
  taskId: 't1',
  asked: 'Condition?patient=1',
  status: 'requested',
  createdAt: '2026-10-01T11:00:00Z',
  updatedAt: '2026-10-01T11:00:00Z',
  versionCount: 1,
  pollCount: 0,
  profile: 'manual',
  outputs: [],
  createExchangeId: '1',
  code: 'data-request-query',
  workQueues: ['referral'],
  purposes: ['TREAT', 'mine'],
  member: 'urn:members|M-77',
  requester: 'urn:payers|Harbor',
  due: '2026-10-03',
};

test.each<[WorkCondition, boolean]>([
  [{}, true],
  [{ code: 'data-request-query' }, true],
  [{ code: 'data-request-code' }, false],
  [{ workQueue: 'referral' }, true],
  [{ workQueue: 'orders' }, false],
  [{ purpose: 'mine' }, true],
  [{ purpose: 'COVERAGE' }, false],
  [{ member: 'm-7' }, true],
  [{ member: 'M-8' }, false],
  [{ requester: 'harbor' }, true],
  [{ requester: 'other' }, false],
  [{ dueWithinDays: 2 }, true],
  [{ dueWithinDays: 1 }, false],
  [{ code: 'data-request-query', workQueue: 'orders' }, false],
])('a condition of %j', (when, expected) => {
  expect(meetsCondition(when, task, now)).toBe(expected);
});

test('without a due date nothing is due soon', () => {
  const { due: _due, ...undated } = task;
  expect(meetsCondition({ dueWithinDays: 3_650 }, undated, now)).toBe(false);
});

test('the rules of a queue are those that are on, in their order', () => {
  const rule = (id: string, order: number, on = true, connectionId = 'c'): WorkRule => ({
    id,
    connectionId,
    name: id,
    order,
    on,
    when: {},
    action: 'leave',
  });
  const rules = [rule('b', 2), rule('a', 1), rule('off', 0, false), rule('other', 0, true, 'd')];
  expect(rulesOf(rules, 'c').map(({ id }) => id)).toEqual(['a', 'b']);
});
