import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createCommitQueue } from '../../../main/receiver/commit-queue.ts';
import { openStore } from '../../../main/store/store.ts';
import { throwAwayFolder, unwrap } from '../../fakes/ports.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

/** A queue on a store whose transactions fail while `failure` says so, and what it wrote. */
function open() {
  const store = unwrap(openStore(throwAwayFolder()));
  const logged: string[] = [];
  const state: { failure?: Error; flushing?: () => Promise<void> } = {};
  const through =
    (write: <T>(work: () => T) => T) =>
    <T>(work: () => T): T => {
      if (state.failure) throw state.failure;
      return write(work);
    };
  const queue = createCommitQueue(
    { write: through(store.write), flush: () => (state.flushing ?? store.flush)() },
    (line) => logged.push(line),
  );
  const note = (text: string) => () => store.audit.add({ action: 'exchange', request: text, outcome: 'done' });
  const notes = () => store.audit.list(100).flatMap(({ request }) => request ?? []);
  return { store, queue, state, note, notes, logged };
}

test('one write that cannot be done refuses itself alone', async () => {
  const { queue, store, note, notes } = open();
  const bad = () => {
    throw new Error('poison');
  };
  const results = await Promise.allSettled([
    queue.durable(note('one')),
    queue.durable(bad),
    queue.durable(note('two')),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(notes().toSorted()).toEqual(['one', 'two']);
  store.close();
});

test('what tells of answers that were sent is written once transactions can be made again', async () => {
  const { queue, store, state, note, notes, logged } = open();
  queue.soon(note('answered 200'));
  state.failure = Object.assign(new Error('database or disk is full'), { errcode: 13, code: 'ERR_SQLITE_ERROR' });
  await expect(queue.durable(note('refused'))).rejects.toThrow('full');
  delete state.failure;
  vi.advanceTimersByTime(1_000);
  expect(notes()).toEqual(['answered 200']);
  expect(logged).toEqual([]);
  store.close();
});

test('it is given up, and that is said, where they cannot for long', () => {
  const { queue, store, state, note, notes, logged } = open();
  queue.soon(note('answered 200'));
  state.failure = new Error('the disk is gone');
  vi.advanceTimersByTime(30_000);
  expect(logged).toEqual([expect.stringContaining('1 answers or refusals. the disk is gone')]);
  expect(notes()).toEqual([]);
  store.close();
});

test('nobody is told before it is on the disk, and what comes meanwhile shares the next flush', async () => {
  const { queue, store, state, note, notes } = open();
  const flushes: PromiseWithResolvers<void>[] = [];
  state.flushing = () => {
    const flush = Promise.withResolvers<void>();
    flushes.push(flush);
    return flush.promise;
  };
  const told: string[] = [];
  const write = (text: string) => queue.durable(note(text)).then(() => told.push(text));
  const turns = async () => {
    for (let n = 0; n < 5; n += 1) await new Promise(setImmediate);
  };
  const writes = [write('one')];
  await turns();
  writes.push(write('two'), write('three'));
  await turns();
  expect([notes(), told, flushes.length]).toEqual([['one'], [], 1]);
  flushes[0]?.resolve();
  await turns();
  expect([notes().toSorted(), told, flushes.length]).toEqual([['one', 'three', 'two'], ['one'], 2]);
  flushes[1]?.resolve();
  await Promise.all(writes);
  expect(told).toEqual(['one', 'two', 'three']);
  store.close();
});

test('what could not be brought to the disk is not told as stored, and the next write is', async () => {
  const { queue, store, state, note } = open();
  state.flushing = () => Promise.reject(new Error('the disk is gone'));
  await expect(queue.durable(note('lost'))).rejects.toThrow('the disk is gone');
  delete state.flushing;
  await queue.durable(note('kept'));
  store.close();
});
