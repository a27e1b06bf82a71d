import { describe, expect, it } from 'vitest';
import { layOut } from '../../renderer/features/push-inbox/list/day-layout.ts';
import { readFilter, toggleNamed } from '../../renderer/features/push-inbox/list/inbox-filter.ts';
import { InboxWindows } from '../../renderer/features/push-inbox/list/inbox-windows.ts';
import type { InboxPage } from '../../shared/contract/inbox.ts';
import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { Push } from '../../shared/domain/push.ts';

const pushOf = (id: string): Push => ({
  id,
  at: '2026-11-22T10:00:00Z',
  kind: 'submission',
  title: `Submission ${id}`,
  answered: 200,
  storedAt: '2026-11-22T10:00:00Z',
  exchangeId: '1',
  attachments: [],
  findings: [],
});

describe('days over a list that is not walked through', () => {
  const layout = layOut(
    [
      { day: '2026-11-22', count: 2 },
      { day: '2026-11-21', count: 3 },
    ],
    5,
  );

  it('have a head each, before their pushes', () => {
    const rows = Array.from({ length: layout.rows }, (_, row) => {
      const found = layout.at(row);
      return 'day' in found ? found.day.day : found.push;
    });
    expect(rows).toEqual(['2026-11-22', 0, 1, '2026-11-21', 2, 3, 4]);
    expect(layout.heads).toEqual([0, 3]);
  });

  it('tell the row of a push', () => {
    expect([0, 1, 2, 3, 4].map(layout.rowOf)).toEqual([1, 2, 4, 5, 6]);
    const many = layOut(
      Array.from({ length: 300 }, (_, day) => ({ day: String(day), count: 333 })),
      99_900,
    );
    for (const push of [0, 332, 333, 50_000, 99_899]) expect(many.at(many.rowOf(push))).toEqual({ push });
  });

  it('hold for a list without days', () => {
    expect(layOut([], 0).rows).toBe(0);
    expect(layOut([], 3).at(2)).toEqual({ push: 2 });
  });
});

describe('a filter text', () => {
  it('names state, kind and repeats beside words', () => {
    expect(readFilter('  claim  state:held kind:submission 77 repeats:yes ')).toEqual({
      text: 'claim 77',
      state: 'held',
      kind: 'submission',
      repeats: true,
    });
    expect(readFilter('state:nonsense')).toEqual({});
    expect(readFilter('http://payer.example/a|b')).toEqual({ text: 'http://payer.example/a|b' });
    expect(readFilter('')).toEqual({});
  });

  it('takes a choice in, another in its place, and out again', () => {
    const held = toggleNamed('claim', 'state', 'held');
    expect(held).toBe('claim state:held');
    expect(toggleNamed(held, 'state', 'refused')).toBe('claim state:refused');
    expect(toggleNamed(held, 'state', 'held')).toBe('claim');
  });
});

/** A list of so many pushes, newest first, whose answers come when `answer` is called. */
function listOf(count: number) {
  const ids = Array.from({ length: count }, (_, n) => String(count - n));
  const asked: number[] = [];
  let failing = false;
  const waiting: (() => void)[] = [];
  const read = (offset: number, limit: number) =>
    new Promise<Reply<InboxPage>>((resolve) => {
      asked.push(offset);
      waiting.push(() =>
        resolve(
          failing
            ? fail('timed-out', 'No answer.', 'Again.')
            : ok({
                total: ids.length,
                all: ids.length,
                days: [],
                pushes: ids.slice(offset, offset + limit).map(pushOf),
              }),
        ),
      );
    });
  const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
  const answer = async () => {
    while (waiting.length > 0) {
      waiting.shift()?.();
      await settle();
    }
  };
  return { ids, asked, read, answer, failWith: (fails: boolean) => (failing = fails) };
}

describe('windows of the inbox', () => {
  it('are read as they come into sight, one question at a time, those that flew by never', async () => {
    const list = listOf(100_000);
    let changes = 0;
    const windows = new InboxWindows(list.read, () => (changes += 1));
    windows.look(0, 30);
    expect(windows.at(0)).toBeUndefined();
    windows.look(20_000, 20_030);
    windows.look(99_950, 99_999);
    await list.answer();
    expect(list.asked).toEqual([0, 99_900]);
    expect(windows.counts?.total).toBe(100_000);
    expect(windows.at(99_999)?.id).toBe('1');
    expect(windows.at(50_000)).toBeUndefined();
    expect(windows.placeOf('100000')).toBe(0);
    expect(changes).toBe(2);
  });

  it('hold a few and drop the farthest', async () => {
    const list = listOf(100_000);
    const windows = new InboxWindows(list.read, () => undefined);
    for (let at = 0; at < 60; at += 1) {
      windows.look(at * 100, at * 100);
      await list.answer();
    }
    expect(windows.at(5_900)).toBeDefined();
    expect(windows.at(0)).toBeUndefined();
    windows.look(0, 0);
    await list.answer();
    expect(windows.at(0)?.id).toBe('100000');
  });

  it('take newer records in place, and say when one is not at hand', async () => {
    const list = listOf(50);
    const windows = new InboxWindows(list.read, () => undefined);
    windows.look(0, 10);
    await list.answer();
    const newer = { ...pushOf('48'), answered: 400 };
    expect(windows.renew(['48'], () => newer)).toBe(true);
    expect(windows.at(2)).toBe(newer);
    expect(windows.renew(['48', '51'], (id) => (id === '48' ? newer : undefined))).toBe(false);
  });

  it('show the old picture until the list that moved is whole again', async () => {
    const list = listOf(500);
    const windows = new InboxWindows(list.read, () => undefined);
    windows.look(90, 120);
    await list.answer();
    const before = windows.at(100)?.id;
    list.ids.unshift('501');
    windows.refresh();
    expect(windows.at(100)?.id).toBe(before);
    expect(windows.counts?.total).toBe(500);
    await list.answer();
    expect(windows.at(101)?.id).toBe(before);
    expect(windows.counts?.total).toBe(501);
    // What lies just below is at hand, too: the rows in sight moved down there.
    expect(windows.at(221)).toBeDefined();
  });

  it('read once more when it moved while it was being read', async () => {
    const list = listOf(100);
    const windows = new InboxWindows(list.read, () => undefined);
    windows.look(0, 20);
    await list.answer();
    windows.refresh();
    list.ids.unshift('101');
    windows.refresh();
    windows.refresh();
    await list.answer();
    expect(windows.at(0)?.id).toBe('101');
    expect(list.asked.length).toBeLessThanOrEqual(5);
  });

  it('tell why nothing came, and go on when asked again', async () => {
    const list = listOf(3);
    list.failWith(true);
    const windows = new InboxWindows(list.read, () => undefined);
    windows.look(0, 3);
    await list.answer();
    expect(windows.failure?.code).toBe('timed-out');
    list.failWith(false);
    windows.refresh();
    await list.answer();
    expect(windows.failure).toBeUndefined();
    expect(windows.at(2)?.id).toBe('1');
  });
});
