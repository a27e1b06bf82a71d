import { DatabaseSync } from 'node:sqlite';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createFakeClock, type FakeClock } from '../../fakes/clock.ts';
import { json, outcome } from '../../fakes/partner/partner.ts';
import { cleanUp, openConsole, type TestConsole, throwAwayFolder, until } from '../../fakes/ports.ts';
import { dataRequest, startTaskPartner } from '../services/task-partner.ts';

const minute = 60_000;
const hour = 60 * minute;

type TaskPartner = Awaited<ReturnType<typeof startTaskPartner>>;

/** Notes at which minute after `start` each read of the Task arrives. */
function noteReads(server: TaskPartner, clock: FakeClock): number[] {
  const start = clock.now();
  const reads: number[] = [];
  const push = server.seen.push.bind(server.seen);
  server.seen.push = (...some) => {
    for (const { method } of some) if (method === 'GET') reads.push((clock.now() - start) / minute);
    return push(...some);
  };
  return reads;
}

/** Waits until no Task of the console is due any more: every poll has ended and planned the next one. */
const settled = (here: TestConsole, clock: FakeClock) => async () => {
  for (;;) {
    const tasks = await here.run('tasks.list', {});
    if (tasks.every(({ nextPollAt }) => !nextPollAt || Date.parse(nextPollAt) > clock.now())) return;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
};

/** Waits until the console has the scheduler's role and its jobs run. */
const scheduling = (here: TestConsole) =>
  until(async () =>
    (await here.run('host.snapshot', {})).role.some(({ id, running }) => id === 'scheduler' && running),
  );

async function start(profile: 'cdex' | 'hrex' | 'debug' | 'manual' = 'cdex') {
  const clock = createFakeClock();
  const here = openConsole({ clock });
  const server = await startTaskPartner();
  const reads = noteReads(server, clock);
  await scheduling(here);
  const { id } = await here.run('tasks.request', {
    partner: { baseUrl: server.baseUrl },
    request: dataRequest,
    profile,
  });
  const advance = (ms: number) => clock.advance(ms, settled(here, clock));
  return { ...here, here, clock, server, reads, id, advance };
}

test('a Task is polled at the guide’s times for four hours, to the minute (CONF-062)', async () => {
  const { reads, advance, run, id } = await start();
  await advance(4 * hour);
  expect(reads).toEqual([1, 6, 11, 16, 21, 26, 86, 146, 206]);
  reads.forEach((at, n) => {
    const gap = at - (reads[n - 1] ?? 0);
    expect(gap).toBeGreaterThanOrEqual(n === 0 ? 1 : at <= 30 ? 5 : 60);
  });
  const { polls, nextPollAt } = await run('tasks.get', { id });
  expect(polls).toHaveLength(9);
  expect(polls.every(({ by }) => !by)).toBe(true);
  expect(nextPollAt).toBe('2026-10-01T16:26:00.000Z');
});

test.each([
  ['hrex', 4 * hour, [60, 120, 180, 240]],
  ['debug', minute / 4, [5 / 60, 10 / 60, 15 / 60]],
  ['manual', 4 * hour, []],
] as const)('profile %s', async (profile, time, expected) => {
  const { reads, advance } = await start(profile);
  await advance(time);
  expect(reads).toEqual(expected);
});

test.each(['completed', 'rejected', 'failed'])('polling stops once the Task is %s', async (status) => {
  const { reads, advance, server, run, id } = await start();
  await advance(7 * minute);
  server.task.change({ status });
  await advance(3 * hour);
  expect(reads).toEqual([1, 6, 11]);
  expect((await run('tasks.get', { id })).nextPollAt).toBeUndefined();
});

test('a poll asks with the ETag it holds; 304 is an unchanged version, a new one is learned', async () => {
  const { advance, server, run, id } = await start();
  await advance(1 * minute);
  expect(server.seen.at(-1)?.headers['if-none-match']).toBe('W/"1"');
  server.task.change({ status: 'in-progress', businessStatus: { text: 'Chart pulled' } });
  await advance(5 * minute);
  await advance(5 * minute);
  expect(server.seen.at(-1)?.headers['if-none-match']).toBe('W/"2"');
  const task = await run('tasks.get', { id });
  expect(task.polls.map(({ result }) => result)).toEqual(['unchanged', 'new-version', 'unchanged']);
  expect(task.versions.map(({ versionId, status }) => [versionId, status])).toEqual([
    ['1', 'requested'],
    ['2', 'in-progress'],
  ]);
  expect(task).toMatchObject({ status: 'in-progress', businessStatus: 'Chart pulled' });
});

test('a poll by hand is counted and shown, and moves no automatic one', async () => {
  const { reads, advance, run, id } = await start();
  await advance(3 * minute);
  await run('tasks.poll', { id });
  await advance(22 * minute);
  await run('tasks.poll', { id });
  await advance(2 * hour + minute);
  expect(reads).toEqual([1, 3, 6, 11, 16, 21, 25, 26, 86, 146]);
  const { polls } = await run('tasks.get', { id });
  expect(polls.filter(({ by }) => by)).toHaveLength(2);
});

describe('a poll that fails is noted and tried again when the plan says so', () => {
  test.each([
    ['refused', json(403, outcome('error', 'Not today.')), /Not today/],
    ['no FHIR', json(200, { hello: 1 }), /without a resourceType/],
    ['another resource', json(200, { resourceType: 'Patient', id: 'task-1' }), /Patient where the Task/],
  ] as const)('%s', async (_, script, problem) => {
    const { reads, advance, server, run, id } = await start();
    server.on('GET /Task/task-1', script);
    await advance(12 * minute);
    const task = await run('tasks.get', { id });
    expect(reads).toEqual([1, 6, 11]);
    expect(task.polls.map(({ result }) => result)).toEqual(['failed', 'failed', 'failed']);
    expect(task.polls[0]?.problem).toMatch(problem);
    expect(task.polls[0]?.exchangeId).toBeDefined();
    expect(task).toMatchObject({ status: 'requested', code: 'data-request-query' }); // nothing learned is lost
  });
});

test('the plan survives a restart; a poll missed meanwhile is not made up for too soon', async () => {
  const { reads, advance, close, ports, clock } = await start();
  await advance(7 * minute);
  await close();
  await clock.advance(30 * minute);
  const again = openConsole({ dataFolder: ports.dataFolder, clock });
  await scheduling(again);
  await clock.advance(2 * hour, settled(again, clock));
  // After 37 minutes the guide asks for an hour between polls, counted from the one at minute 6.
  expect(reads).toEqual([1, 6, 66, 126]);
});

test('a poll missed during a short pause is made at once', async () => {
  const { reads, advance, close, ports, clock } = await start();
  await advance(7 * minute);
  await close();
  await clock.advance(8 * minute);
  const again = openConsole({ dataFolder: ports.dataFolder, clock });
  await scheduling(again);
  await settled(again, clock)();
  await clock.advance(10 * minute, settled(again, clock));
  expect(reads).toEqual([1, 6, 15, 20, 25]);
});

test('a poll that was broken off by closing reached the partner, and counts', async () => {
  const { reads, close, ports, clock, server } = await start();
  server.on('GET /Task/task-1', () => undefined);
  await clock.advance(minute);
  await until(() => reads.length === 1);
  await close();
  const again = openConsole({ dataFolder: ports.dataFolder, clock });
  await scheduling(again);
  const [task] = await again.run('tasks.list', {});
  expect(task).toMatchObject({ lastPoll: { result: 'failed' } });
  expect(Date.parse(task?.nextPollAt ?? '')).toBeGreaterThanOrEqual(clock.now() + 5 * minute);
  expect(reads).toEqual([1]);
});

test('a clock that jumps is noticed within half a minute', async () => {
  const { reads, clock, here, advance } = await start();
  clock.jump(clock.now() + 10 * minute);
  await advance(minute / 2);
  await settled(here, clock)();
  expect(reads).toEqual([10]);
});

test('of two consoles on a folder one polls, the one that has the role', async () => {
  const { advance, reads, ports, clock, close } = await start();
  const other = openConsole({ dataFolder: ports.dataFolder, clock });
  await advance(6 * minute);
  expect(reads).toEqual([1, 6]);
  const { role } = await other.run('host.snapshot', {});
  expect(role.find(({ id }) => id === 'scheduler')).toMatchObject({ running: true, pid: process.pid });
  await close();
  await other.close();
});

test('a host that does not stay polls nothing', async () => {
  const clock = createFakeClock();
  const here = openConsole({ clock, capabilities: [] });
  const server = await startTaskPartner();
  const reads = noteReads(server, clock);
  await here.run('tasks.request', { partner: { baseUrl: server.baseUrl }, request: dataRequest });
  await clock.advance(2 * hour);
  expect([reads, clock.next()]).toEqual([[], undefined]);
});

test('a poll that cannot be noted neither ends the console nor repeats without pause', async () => {
  const { clock, ports, here, reads } = await start();
  const other = new DatabaseSync(path.join(ports.dataFolder, 'switchboard.db'));
  cleanUp(() => other.close());
  // Any write of a Task fails from now on, as it would with a damaged table.
  other.exec("CREATE TRIGGER broken BEFORE UPDATE ON tasks BEGIN SELECT raise(ABORT, 'no more'); END");
  const wait = async () => {
    const before = ports.logged.length;
    for (let n = 0; n < 40 && ports.logged.length === before; n += 1)
      await new Promise((resolve) => setTimeout(resolve, 5));
  };
  const untold = () => ports.logged.filter((line) => line.includes('no more'));
  await clock.advance(1 * minute);
  await until(() => untold().length > 0);
  await clock.advance(29_500, wait);
  expect(reads).toEqual([1]);
  expect(untold()).toHaveLength(1);
  other.exec('DROP TRIGGER broken');
  await clock.advance(minute);
  await until(async () => (await here.run('tasks.list', {}))[0]?.pollCount === 1);
  expect(reads.length).toBeGreaterThan(1);
});

test('many due Tasks are all read, a few at a time', async () => {
  const clock = createFakeClock();
  const here = openConsole({ clock, dataFolder: path.join(throwAwayFolder(), 'data') });
  await scheduling(here);
  const servers = await Promise.all(Array.from({ length: 12 }, (_, n) => startTaskPartner(`task-${n}`)));
  for (const server of servers)
    await here.run('tasks.request', { partner: { baseUrl: server.baseUrl }, request: dataRequest });
  await clock.advance(minute + 1_000, settled(here, clock));
  expect(servers.map(({ seen }) => seen.filter(({ method }) => method === 'GET').length)).toEqual(Array(12).fill(1));
});
