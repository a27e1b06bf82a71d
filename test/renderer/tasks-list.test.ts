import { describe, expect, test } from 'vitest';
import { paceWords } from '../../renderer/parts/task-view/pace.ts';
import { needsYou } from '../../renderer/parts/task-board/group-plans.ts';
import { dueWords, endWords } from '../../renderer/parts/task-view/words.ts';
import type { TaskOutput } from '../../shared/domain/task.ts';
import { taskRecord } from './tasks-samples.ts';

const output: TaskOutput = { index: 0, reference: '#results', kind: 'contained' };
const fetched: TaskOutput = { ...output, content: { exchangeId: '5', pointer: '/contained/0' } };

describe('who must act', () => {
  test('is you on hold, for a status nobody knows, when outputs wait and when a poll failed', () => {
    const failed = { polls: [{ at: '2026-11-22T09:05:00Z', result: 'failed' as const }] };
    expect(needsYou(taskRecord({ status: 'on-hold' }))).toBe(true);
    expect(needsYou(taskRecord({ status: 'received' }))).toBe(true);
    expect(needsYou(taskRecord({ status: 'completed', outputs: [output] }))).toBe(true);
    expect(needsYou(taskRecord(failed))).toBe(true);
  });

  test('is not you while the partner works, when all was fetched, and when it ended or is gone', () => {
    const failed = { polls: [{ at: '2026-11-22T09:05:00Z', result: 'failed' as const }] };
    expect(needsYou(taskRecord({ status: 'accepted' }))).toBe(false);
    expect(needsYou(taskRecord({ status: 'completed', outputs: [fetched] }))).toBe(false);
    expect(needsYou(taskRecord({ status: 'failed', ...failed }))).toBe(false);
    expect(needsYou(taskRecord({ status: 'on-hold', goneAt: '2026-11-22T09:05:00Z' }))).toBe(false);
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
    expect(endWords(taskRecord({ side: 'received', outputs: [output] }))).toBe('1 output');
    expect(endWords(taskRecord())).toBe('v1');
  });
});
