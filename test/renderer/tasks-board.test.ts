import { describe, expect, test } from 'vitest';
import { type Board, type BoardWish, createBoard } from '../../renderer/parts/task-board/board.ts';
import { boardFilter, termsOf, toggleTerm } from '../../renderer/parts/task-board/board-filter.ts';
import { moveInColumns } from '../../renderer/parts/task-board/column-keys.ts';
import { dueStand } from '../../renderer/parts/task-board/due-stand.ts';
import { facetsOf } from '../../renderer/parts/task-board/facets.ts';
import { actorPlan, columnsPlan, planOf } from '../../renderer/parts/task-board/group-plans.ts';
import { rowPlaces } from '../../renderer/parts/task-board/row-places.ts';
import { orders } from '../../renderer/stores/orders.ts';
import { applySteps, tableOf } from '../../renderer/stores/table.ts';
import type { TaskRecord } from '../../shared/domain/task.ts';
import { manyTask, manyTasks } from '../fakes/many-tasks.ts';
import { recordOnly } from '../fakes/task-record.ts';
import { taskRecord } from './tasks-samples.ts';

const now = new Date(2026, 10, 22, 12).getTime();
const named = (id: string, more: Partial<TaskRecord> = {}): TaskRecord => ({
  ...recordOnly(taskRecord()),
  id,
  ...more,
});
const wish = (more: Partial<BoardWish> = {}): BoardWish => ({
  side: 'sent',
  scope: 'all',
  fits: () => true,
  plan: actorPlan,
  ...more,
});
const table = (tasks: TaskRecord[]) => tableOf(tasks, orders.task);
const said = ({ groups }: Board) => groups.map(({ title, ids }) => `${title}: ${ids.join(' ')}`);

const some = [
  named('waits', { status: 'accepted', createdAt: '2026-11-22T08:00:00Z', due: '2026-12-24' }),
  named('young', { status: 'requested', createdAt: '2026-11-22T09:30:00Z', due: '2026-11-19' }),
  named('held', { status: 'on-hold', partner: 'Mesa Orthopedics', due: '2026-11-22' }),
  named('done', { status: 'completed' }),
  named('odd', { status: 'received', createdAt: '2026-11-22T07:00:00Z' }),
  named('lost', { goneAt: '2026-11-22T10:00:00Z', createdAt: '2026-11-22T06:00:00Z' }),
  named('theirs', { side: 'received' }),
];

describe('a board', () => {
  test('groups by who must act, the newest first, and leaves the other side out', () => {
    expect(said(createBoard(wish())(table(some)))).toEqual([
      'Needs you: held odd',
      'Waiting on the partner: young waits',
      'Gone from the server: lost',
      'Ended: done',
    ]);
  });

  test('groups by partner, by due date and by status, statuses outside the seven together', () => {
    const by = (grouping: 'partner' | 'due' | 'status') =>
      said(createBoard(wish({ plan: planOf(grouping, now) }))(table(some)));
    expect(by('partner')).toEqual(['Lakeside Clinic: young done waits odd lost', 'Mesa Orthopedics: held']);
    expect(by('due')).toEqual([
      'Late: young',
      'Due today: held',
      'Due later: waits',
      'No due date: odd lost',
      'Ended: done',
    ]);
    expect(by('status')).toEqual([
      'requested: young lost',
      'accepted: waits',
      'completed: done',
      'on-hold: held',
      'other: odd',
    ]);
  });

  test('keeps all eight columns in the order of the figure', () => {
    const { groups } = createBoard(wish({ plan: columnsPlan }))(table([]));
    expect(groups.map(({ key }) => key).join(' ')).toBe(
      'requested accepted in-progress completed on-hold rejected failed other',
    );
  });

  test('counts what fits, whatever the scope shows', () => {
    const board = createBoard(wish({ scope: 'ended', fits: ({ id }) => id !== 'held' }))(table(some));
    expect(board.counts).toEqual({ all: 5, open: 4, ended: 1 });
    expect(said(board)).toEqual(['Ended: done']);
  });

  test('stays the same board where nothing on it changed', () => {
    const keep = createBoard(wish());
    const first = keep(table(some));
    expect(keep(table(some))).toBe(first);
  });

  test('after any steps is the board made afresh, and the one handed out before stays as it was', () => {
    const tasks = manyTasks(700);
    for (const grouping of ['actor', 'partner', 'due', 'status'] as const) {
      const made = wish({ plan: planOf(grouping, Date.now()), scope: 'open', fits: boardFilter('-', now) });
      const keep = createBoard(made);
      let current = table(tasks);
      for (let round = 0; round < 12; round += 1) {
        const before = keep(current);
        const copy = structuredClone(before);
        const n = round * 53;
        current = applySteps(
          current,
          [
            { op: 'put', id: `m${n}`, record: manyTask(n, { status: 'completed' }) },
            { op: 'put', id: `m${n + 1}`, record: manyTask(n + 1, { due: '2026-11-23', partner: 'Lakeside Clinic' }) },
            { op: 'put', id: `m${n + 900}`, record: manyTask(n + 900) },
            { op: 'delete', id: `m${n + 2}` },
          ],
          orders.task,
        );
        const after = keep(current);
        expect(after).toEqual(createBoard(made)(current));
        expect(before).toEqual(copy);
      }
    }
  });
});

describe('rows of a board', () => {
  test('are found by index, heads among them', () => {
    const { count, starts, rowAt } = rowPlaces([
      { key: 'a', title: 'A', ids: ['1', '2'] },
      { key: 'b', title: 'B', ids: ['3'] },
    ]);
    const rows = Array.from({ length: count }, (_, index) => rowAt(index)).map((row) =>
      row === undefined ? '?' : 'id' in row ? row.id : row.group.title,
    );
    expect(rows).toEqual(['A', '1', '2', 'B', '3']);
    expect(starts).toEqual([0, 3]);
    expect(rowAt(-1)).toBeUndefined();
    expect(rowAt(count)).toBeUndefined();
  });
});

describe('the filter of a board', () => {
  const fitting = (text: string) =>
    some.filter(boardFilter(text, now)).flatMap(({ id, side }) => (side === 'sent' ? [id] : []));

  test('looks for words everywhere and for named values where they belong', () => {
    expect(fitting('')).toHaveLength(6);
    expect(fitting('MESA on-hold')).toEqual(['held']);
    expect(fitting('partner:"mesa orthopedics"')).toEqual(['held']);
    expect(fitting('status:comp')).toEqual(['done']);
    expect(fitting('due:late')).toEqual(['young']);
    expect(fitting('kind:data-request-code')).toEqual([]);
    expect(fitting('kind:query status:')).toHaveLength(6);
    expect(fitting('nowhere')).toEqual([]);
  });

  test('knows purposes and work queues, with or without their system', () => {
    const task = named('t', {
      purposes: ['http://terminology.hl7.org/CodeSystem/v3-ActReason|COC'],
      workQueues: ['orders'],
    });
    const fits = (text: string) => boardFilter(text, now)(task);
    expect([fits('purpose:coc'), fits('queue:orders'), fits('purpose:treat'), fits('queue:order')]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  test('takes a value in and out of the text and keeps the words', () => {
    const one = toggleTerm('mesa', 'partner', 'Lakeside Clinic');
    expect(one).toBe('mesa partner:"lakeside clinic"');
    expect(toggleTerm(one, 'partner', 'Mesa')).toBe('mesa partner:mesa');
    expect(toggleTerm(one, 'partner', 'Lakeside Clinic')).toBe('mesa');
    expect(termsOf('http://x.example "two words"')).toEqual([{ value: 'http://x.example' }, { value: 'two words' }]);
  });

  test('offers what there is, the most frequent first', () => {
    const facets = facetsOf(table(manyTasks(30)), 'sent');
    expect(facets.map(({ name }) => name)).toEqual(['kind', 'due', 'partner', 'queue', 'purpose']);
    expect(facets[0]?.values).toHaveLength(5);
    expect(facetsOf(table(manyTasks(30)), 'received').map(({ name }) => name)).toEqual(['due']);
  });
});

describe('a due date', () => {
  test('stands late, today, within the week, later, or says nothing', () => {
    const stand = (due: string | undefined) => dueStand(due, now);
    expect(stand('2026-11-21')).toBe('late');
    expect(stand(new Date(now - 1).toISOString())).toBe('late');
    expect(stand('2026-11-22')).toBe('today');
    expect(stand('2026-11-28')).toBe('week');
    expect(stand('2026-11-29')).toBe('later');
    expect([stand(undefined), stand('soon')]).toEqual(['none', 'none']);
  });
});

describe('keys on columns', () => {
  const lengths = [3, 0, 1];
  const from = (key: string, column: number, row: number) => moveInColumns(key, lengths, { column, row }, 2);

  test('go along a column and across, over empty ones', () => {
    expect(from('ArrowDown', 0, 0)).toEqual({ column: 0, row: 1 });
    expect(from('k', 0, 0)).toEqual({ column: 0, row: 0 });
    expect(from('ArrowRight', 0, 2)).toEqual({ column: 2, row: 0 });
    expect(from('ArrowLeft', 2, 0)).toEqual({ column: 0, row: 0 });
    expect(from('ArrowRight', 2, 0)).toEqual({ column: 2, row: 0 });
    expect(from('End', 0, 0)).toEqual({ column: 0, row: 2 });
    expect(from('PageDown', 0, 0)).toEqual({ column: 0, row: 2 });
  });

  test('begin at the first card there is, and are nothing where there is none', () => {
    expect(moveInColumns('ArrowDown', [0, 2], undefined, 2)).toEqual({ column: 1, row: 0 });
    expect(moveInColumns('ArrowDown', [0, 0], undefined, 2)).toBeUndefined();
    expect(from('x', 0, 0)).toBeUndefined();
  });
});
