import { expect, test } from 'vitest';
import { createPartnerPace } from '../../../main/services/partner-pace.ts';
import type { Kit } from '../../../main/services/kit.ts';
import { createFakeClock } from '../../fakes/clock.ts';
import { json, outcome } from '../../fakes/partner/partner.ts';
import { openConsole } from '../../fakes/ports.ts';
import { dataRequest } from '../services/task-partner.ts';
import { startTaskServer } from '../services/task-server.ts';
import { hour, minute, scheduling, settled, startMany } from './many-tasks.ts';

const busy = (status: number, retryAfter?: string) =>
  json(status, outcome('error', 'Not so fast.'), retryAfter ? { 'retry-after': retryAfter } : {});

test.each([
  ['429 with seconds', busy(429, '900'), 15],
  ['429 with a date', busy(429, 'Thu, 01 Oct 2026 12:21:00 GMT'), 20],
  ['429 without a time', busy(429), 1],
  ['503 with seconds', busy(503, '120'), 2],
])('after %s no Task of that partner is polled before, and all are then', async (_, script, minutes) => {
  const { server, advance, run, clock } = await startMany({ count: 4, interactions: ['read'] });
  server.on('GET /Task/t1', script, json(200, server.tasks.get('t1')?.versions[0] ?? {}));
  // The last of them is created a moment later, so that its first poll falls into the time the partner wants for itself.
  await clock.advance(minute / 2);
  await run('tasks.request', { partner: { connection: 'clinic' }, request: dataRequest });
  server.seen.length = 0;
  const until = clock.now() + minute / 2 + minutes * minute;
  await advance(minute / 2);
  const before = server.seen.length;
  expect(server.asked()).toContain('GET Task/t1');
  await advance(until - clock.now() - 1_000);
  expect(server.seen).toHaveLength(before);
  for (const { nextPollAt } of await run('tasks.list', {}))
    expect(Date.parse(nextPollAt ?? '')).toBeGreaterThanOrEqual(until);
  await advance(6 * minute);
  expect(new Set(server.asked().slice(before))).toEqual(
    new Set(['t1', 't2', 't3', 't4', 't5'].map((id) => `GET Task/${id}`)),
  );
});

test('a batch that is told to wait holds the partner too, and other partners go on', async () => {
  const { server, advance, run, here, clock } = await startMany({ count: 3 });
  const other = await startTaskServer();
  await run('tasks.request', { partner: { baseUrl: other.baseUrl }, request: dataRequest });
  server.on('GET /Task', busy(429, '3600'));
  await advance(minute);
  expect(server.asked()).toHaveLength(1);
  expect(other.asked()).toHaveLength(1);
  await clock.advance(30 * minute, settled(here, clock));
  expect(server.asked()).toHaveLength(1);
  expect(other.asked().length).toBeGreaterThan(3);
});

test('what a partner asked for holds after a restart', async () => {
  const { server, advance, close, ports, clock } = await startMany({ count: 3, interactions: ['read'] });
  server.otherwise(busy(429, '1200'));
  await advance(minute);
  await close();
  server.otherwise((seen, response) =>
    json(200, server.tasks.get(seen.url.slice(-2))?.versions[0] ?? {})(seen, response),
  );
  const asked = server.seen.length;
  const again = openConsole({ dataFolder: ports.dataFolder, clock });
  await scheduling(again);
  await clock.advance(19 * minute, settled(again, clock));
  expect(server.seen).toHaveLength(asked);
  await clock.advance(2 * minute, settled(again, clock));
  expect(server.seen).toHaveLength(asked + 3);
});

test('a plan made while the partner wants patience respects it', async () => {
  const { server, advance, run, ids, clock } = await startMany({ count: 1 });
  server.on('GET /Task/t1', busy(429, '7200'));
  await advance(minute);
  const { nextPollAt } = await run('tasks.watch', { id: ids[0] as string, profile: 'debug' });
  expect(Date.parse(nextPollAt ?? '')).toBe(clock.now() + 2 * hour);
});

test('at most four requests are under way at one server', async () => {
  const clock = createFakeClock();
  const kit = { ports: { clock }, store: {} } as unknown as Kit;
  const pace = createPartnerPace(kit);
  let [now, most, done] = [0, 0, 0];
  const work = async () => {
    now += 1;
    most = Math.max(most, now);
    await new Promise((resolve) => setTimeout(resolve, 2));
    now -= 1;
    done += 1;
  };
  await Promise.all(Array.from({ length: 23 }, () => pace.inLane('https://a.example', work)));
  await Promise.all(Array.from({ length: 3 }, () => pace.inLane('https://a.example', work)));
  expect([most, done]).toEqual([4, 26]);
  await expect(pace.inLane('https://a.example', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await pace.inLane('https://a.example', work);
  expect(done).toBe(27);
});

test('a large answer that is no JSON inside is a poll that failed: the next one keeps its distance, and nothing of it is in the log', async () => {
  const { server, advance, run, ids, ports } = await startMany({ count: 1, interactions: ['read'] });
  const broken = `{"resourceType":"Task","id":"t1","secret":canary-Ann,"pad":"${'x'.repeat(1_200_000)}"}`;
  server.on('GET /Task/t1', (_, response) =>
    response.writeHead(200, { 'content-type': 'application/fhir+json' }).end(broken),
  );
  await advance(minute);
  await advance(4 * minute);
  expect(server.asked()).toEqual(['GET Task/t1']);
  const { polls, nextPollAt } = await run('tasks.get', { id: ids[0] as string });
  expect(polls).toMatchObject([{ result: 'failed', problem: expect.stringContaining('cannot be read') }]);
  expect(nextPollAt).toBeDefined();
  expect(ports.logged.join()).not.toContain('canary');
});
