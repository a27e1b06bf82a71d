import { expect, test } from 'vitest';
import { createSoonReads } from '../../../main/services/read-soon.ts';
import { createFakeClock } from '../../fakes/clock.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(() => resolve()));

/** Soon reads of records `a1` of server `a` and so on; a read ends when `end` is called, unless `at once`. */
function start({ held = {} as Record<string, number>, slow = false } = {}) {
  const clock = createFakeClock(0);
  const reads: [ids: string[], by: string][] = [];
  const ends: (() => void)[] = [];
  const logged: string[] = [];
  const soon = createSoonReads<string>({
    clock,
    serverOf: (id) => (id === 'nobody' ? undefined : id[0]),
    heldUntil: (server) => ((held[server] ?? 0) > clock.now() ? held[server] : undefined),
    async read(ids, by) {
      reads.push([ids, by]);
      if (ids.includes('bad')) throw new Error('the disk is full');
      if (slow) await new Promise<void>((end) => ends.push(end));
    },
    log: (line) => logged.push(line),
  });
  return { clock, soon, reads, logged, end: () => ends.shift()?.() };
}

test('a flood about one Task is read once now and once when the moment is over', async () => {
  const { clock, soon, reads } = start();
  for (let n = 0; n < 500; n += 1) void soon.ask(['a1'], 'notification');
  await turn();
  for (let n = 0; n < 500; n += 1) await soon.ask(['a1'], 'notification');
  expect(reads).toEqual([[['a1'], 'notification']]);
  await clock.advance(1_999, turn);
  expect(reads).toHaveLength(1);
  await clock.advance(1, turn);
  expect(reads).toHaveLength(2);
  await clock.advance(10_000, turn);
  expect(reads).toHaveLength(2);
});

test('what is asked for while a server is being read is read together afterwards; other servers do not wait', async () => {
  const { soon, reads, end } = start({ slow: true });
  void soon.ask(['a1'], 'notification');
  await turn();
  for (let n = 2; n < 60; n += 1) void soon.ask([`a${n}`], 'notification');
  void soon.ask(['b1'], 'change');
  await turn();
  expect(reads).toEqual([
    [['a1'], 'notification'],
    [['b1'], 'change'],
  ]);
  end();
  await turn();
  expect(reads).toHaveLength(3);
  expect(reads[2]?.[0]).toHaveLength(58);
});

test('a server that wants to be left alone is read when it may be', async () => {
  const { clock, soon, reads } = start({ held: { a: 60_000 } });
  await soon.ask(['a1', 'a2'], 'notification');
  await soon.ask(['a2', 'a3'], 'notification');
  expect(reads).toEqual([]);
  await clock.advance(60_000, turn);
  expect(reads).toEqual([[['a1', 'a2', 'a3'], 'notification']]);
});

test('a read that fails is said, and keeps nothing else from being read', async () => {
  const { soon, reads, logged } = start();
  await soon.ask(['bad', 'nobody'], 'notification');
  await soon.ask(['b1'], 'notification');
  expect(reads).toHaveLength(2);
  expect(logged).toEqual(['Tasks could not be read again: the disk is full']);
});

test('nothing is read any more after the end', async () => {
  const { clock, soon, reads } = start();
  await soon.ask(['a1'], 'notification');
  await soon.ask(['a1'], 'notification');
  soon.stop();
  await soon.ask(['a2'], 'notification');
  await clock.advance(10_000, turn);
  expect(reads).toHaveLength(1);
  expect(clock.next()).toBeUndefined();
});
