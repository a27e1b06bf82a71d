import { describe, expect, test } from 'vitest';
import { paceWords } from '../../renderer/parts/task-view/pace.ts';
import { groupTasks, needsYou } from '../../renderer/features/tasks/task-groups.ts';
import { dueWords, endWords } from '../../renderer/parts/task-view/words.ts';
import type { TaskOutput, TaskRecord } from '../../shared/domain/task.ts';
import { taskRecord } from './tasks-samples.ts';

const output: TaskOutput = { index: 0, reference: '#results', kind: 'contained' };
const fetched: TaskOutput = { ...output, content: { exchangeId: '5', pointer: '/contained/0' } };

const named = (id: string, more: Partial<TaskRecord>) => taskRecord({ id, ...more });
const list = [
  named('waits', { status: 'accepted', nextPollAt: '2026-11-22T10:00:00Z' }),
  named('soon', { status: 'requested', nextPollAt: '2026-11-22T09:30:00Z' }),
  named('held', { status: 'on-hold' }),
  named('done', { status: 'completed', outputs: [fetched] }),
  named('refused', { status: 'rejected', statusReason: 'Patient not found' }),
  named('ready', { status: 'completed', outputs: [output] }),
  named('odd', { status: 'received' }),
];
const titles = (rows: ReturnType<typeof groupTasks>) =>
  rows.map((row) => (row.kind === 'group' ? `${row.title} ${row.count}` : row.id));

describe('who must act', () => {
  test('is you on hold, for a status nobody knows, when outputs wait and when a poll failed', () => {
    expect(list.filter(needsYou).map(({ id }) => id)).toEqual(['held', 'ready', 'odd']);
    expect(needsYou(taskRecord({ polls: [{ at: '2026-11-22T09:05:00Z', result: 'failed' }] }))).toBe(true);
    expect(needsYou(taskRecord({ status: 'failed', polls: [{ at: '2026-11-22T09:05:00Z', result: 'failed' }] }))).toBe(
      false,
    );
  });

  test('groups the list, the next poll first among those that wait', () => {
    expect(titles(groupTasks(list, 'all', ''))).toEqual([
      'Needs you 3',
      'held',
      'ready',
      'odd',
      'Waiting on the partner 2',
      'soon',
      'waits',
      'Ended 2',
      'done',
      'refused',
    ]);
  });

  test('keeps to the scope and to every word of the filter', () => {
    expect(titles(groupTasks(list, 'open', ''))).not.toContain('done');
    expect(titles(groupTasks(list, 'ended', ''))).toEqual(['Needs you 1', 'ready', 'Ended 2', 'done', 'refused']);
    expect(titles(groupTasks(list, 'all', 'REJECTED patient'))).toEqual(['Ended 1', 'refused']);
    expect(groupTasks(list, 'all', 'rejected nowhere')).toEqual([]);
  });
});

describe('words of a row', () => {
  test('tell how a Task is polled', () => {
    const poll = (minutes: number) => ({
      at: new Date(Date.UTC(2026, 10, 22, 9, minutes)).toISOString(),
      result: 'unchanged' as const,
    });
    expect(paceWords(taskRecord())).toBe('first poll');
    expect(paceWords(taskRecord({ polls: [poll(1), poll(6)] }))).toBe('poll 3');
    expect(paceWords(taskRecord({ polls: [poll(1), poll(31)] }))).toBe('hourly');
    expect(paceWords(taskRecord({ profile: 'manual' }))).toBe('by hand');
    expect(paceWords(taskRecord({ profile: 'debug', everyMs: 1_000 }))).toBe('every second');
    expect(paceWords(taskRecord({ profile: 'debug' }))).toBe('every 5 s');
  });

  test('tell how a due date stands', () => {
    const at = new Date(2026, 10, 22, 12).getTime();
    expect(dueWords('2026-11-24', at, false)).toEqual({ words: 'in 2 d' });
    expect(dueWords('2026-11-22', at, false)).toEqual({ words: '12 h left', st: 'warn' });
    expect(dueWords('2026-11-19', at, false)).toEqual({ words: '2 d late', st: 'fail' });
    expect(dueWords('2026-11-24', at, true)).toEqual({ words: '2 d early' });
    expect(dueWords('2026-11-19', at, true)).toEqual({ words: '2 d late' });
    expect(dueWords('soon', at, false)).toEqual({ words: '' });
  });

  test('tell what an ended Task brought', () => {
    expect(endWords(taskRecord({ outputs: [output] }))).toBe('to be fetched');
    expect(endWords(taskRecord({ outputs: [fetched] }))).toBe('1 output');
    expect(endWords(taskRecord())).toBe('v1');
  });
});
