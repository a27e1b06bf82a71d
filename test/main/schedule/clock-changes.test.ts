import { expect, test } from 'vitest';
import { openConsole } from '../../fakes/ports.ts';
import type { FakeClock } from '../../fakes/clock.ts';
import { hour, minute, scheduling, settled, startMany } from './many-tasks.ts';

/** The moments of reads as the clock says, in minutes after noon, with the real time that had passed. */
function noteReads(server: { seen: { push(...some: { method: string }[]): number } }, clock: FakeClock) {
  const noon = Date.UTC(2026, 9, 1, 12);
  const reads: number[] = [];
  const push = server.seen.push.bind(server.seen);
  server.seen.push = (...some) => {
    for (const { method } of some) if (method === 'GET') reads.push((clock.now() - noon) / minute);
    return push(...some);
  };
  return reads;
}

const start = async () => {
  const started = await startMany({ count: 1 });
  return { ...started, reads: noteReads(started.server, started.clock) };
};

test('a laptop that slept reads at once if an hour has passed, and only once', async () => {
  const { advance, clock, reads, here } = await start();
  await advance(27 * minute);
  clock.jump(clock.now() + 9 * hour);
  await advance(2 * hour);
  await settled(here, clock)();
  expect(reads.slice(0, 6)).toEqual([1, 6, 11, 16, 21, 26]);
  expect(reads[6]).toBeGreaterThanOrEqual(567);
  expect(reads[6]).toBeLessThanOrEqual(567.5);
  expect(reads.slice(7).map((at) => at - (reads[6] as number))).toEqual([60, 120]);
});

test('after a nap past the first half hour the next read keeps its hour', async () => {
  const { advance, clock, reads } = await start();
  await advance(12 * minute);
  clock.jump(clock.now() + 40 * minute); // two reads were missed; the one before was at minute 11
  await advance(hour);
  expect(reads).toEqual([1, 6, 11, 71]);
});

test('a clock set back delays no read by more than the profile does, and brings none closer', async () => {
  const { advance, clock, reads, run, ids } = await start();
  await advance(27 * minute);
  clock.jump(clock.now() - 3 * hour); // 09:27; the last read says 12:26
  const from = clock.now();
  await advance(minute);
  expect(Date.parse((await run('tasks.get', { id: ids[0] as string })).nextPollAt ?? '')).toBeLessThanOrEqual(
    from + hour + minute,
  );
  await advance(3 * hour);
  const after = reads.slice(6).map((at) => at + 153); // minutes since the clock was set
  expect(after[0]).toBeGreaterThanOrEqual(60);
  expect(after[0]).toBeLessThanOrEqual(61);
  expect(after.slice(1).map((at, n) => at - (after[n] as number))).toEqual([60, 60]);
});

test('a clock set back in the first half hour keeps the five minutes', async () => {
  const { advance, clock, reads } = await start();
  await advance(2 * minute);
  clock.jump(clock.now() - 20 * minute); // 11:42; the read was at 12:01
  await advance(10 * minute);
  const after = reads.slice(1).map((at) => at + 18);
  expect(after[0]).toBeGreaterThanOrEqual(5);
  expect(after[0]).toBeLessThanOrEqual(5.6);
  expect(after).toHaveLength(1);
});

test('a clock set forward and back again loses no read and doubles none', async () => {
  const { advance, clock, reads } = await start();
  await advance(2 * minute);
  clock.jump(clock.now() + 24 * hour);
  await advance(minute); // one read by the wrong time
  clock.jump(clock.now() - 24 * hour);
  await advance(3 * hour);
  expect(reads.filter((at) => at > 24 * 60)).toHaveLength(1);
  const right = reads.filter((at) => at < 24 * 60);
  expect(right.length).toBeGreaterThanOrEqual(3);
  const gaps = right.slice(1).map((at, n) => at - (right[n] as number));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(5);
});

test('a clock set back while nothing ran is noticed at the start', async () => {
  const { advance, clock, reads, close, ports } = await start();
  await advance(27 * minute);
  await close();
  clock.jump(clock.now() - 12 * hour);
  const from = clock.now();
  const again = openConsole({ dataFolder: ports.dataFolder, clock });
  await scheduling(again);
  await clock.advance(62 * minute, settled(again, clock));
  const last = (reads.at(-1) as number) + 12 * 60 - 27;
  expect(reads).toHaveLength(7);
  expect(last).toBeGreaterThanOrEqual(60);
  expect(from + 62 * minute).toBe(clock.now());
});
