import { expect, test } from 'vitest';
import { createDoor } from '../../../main/exchange/door.ts';
import type { Kit } from '../../../main/services/kit.ts';
import { blankTask } from '../../../main/services/record-task.ts';
import { createTaskReads } from '../../../main/services/task-reads.ts';
import type { TaskRecord } from '../../../shared/domain/task.ts';
import { openStore } from '../../../main/store/store.ts';
import type { Clock } from '../../../main/ports.ts';
import { createHeavy } from '../../../main/wire/heavy.ts';
import { createFakeClock } from '../../fakes/clock.ts';
import { searchset } from '../../fakes/partner/bundles.ts';
import { json } from '../../fakes/partner/partner.ts';
import { cleanUp, openConsole, testPorts, throwAwayFolder, until, unwrap } from '../../fakes/ports.ts';
import { startTaskServer } from './task-server.ts';

/** The reads of a console, over its store, with so many Tasks of a server whose statement was read before. */
async function start(count: number, clock?: Clock) {
  const server = await startTaskServer();
  const folder = throwAwayFolder();
  const here = openConsole({ dataFolder: folder, capabilities: [] });
  const connection = await here.run('connections.add', { name: 'clinic', baseUrl: server.baseUrl, role: 'provider' });
  await here.run('connections.discover', { connection: 'clinic' });
  await here.close();
  const ports = testPorts({ dataFolder: folder, ...(clock ? { clock } : {}) });
  const store = unwrap(openStore(folder));
  const door = createDoor({ store, clock: ports.clock, version: '1' });
  const heavy = createHeavy(ports.assets.heavyWorker);
  const reads = createTaskReads({ ports, store, door, admit: () => undefined } as unknown as Kit, heavy);
  cleanUp(async () => {
    reads.close();
    await door.close();
    await heavy.close();
    store.close();
  });
  const partner = { ...connection, connectionId: connection.id, secretHeaders: {} };
  const ids = store.write(() =>
    Array.from({ length: count }, (_, n) => {
      server.change(`t${n}`, {});
      const now = ports.clock.now();
      const blank = blankTask(partner, { side: 'sent', taskId: `t${n}`, profile: 'manual', exchangeId: '1', now });
      return store.tasks.add({ ...blank, status: 'requested' }).id;
    }),
  );
  server.seen.length = 0;
  return { reads, server, store, ids, ports };
}

test('a thousand notifications of one Task become a few reads, the last of them after the last notification', async () => {
  const clock = createFakeClock();
  const { reads, server, store, ids } = await start(1, clock);
  const id = ids[0] as string;
  for (let n = 0; n < 1_000; n += 1) {
    if (n === 999) server.change('t0', { status: 'accepted' });
    void reads.pollMany([id]);
    if (n % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  await until(async () => {
    await clock.advance(2_000); // so long none is read a second time
    return store.tasks.get(id)?.status === 'accepted';
  });
  expect(server.asked().length).toBeLessThanOrEqual(3);
  expect(store.tasks.detail(id)?.polls.every(({ by }) => by === 'notification')).toBe(true);
});

test('a thousand Tasks notified of at once are read together, four requests at a time', async () => {
  const { reads, server, store, ids } = await start(1_000);
  let [now, most] = [0, 0];
  server.on('GET /Task', async (seen, response) => {
    now += 1;
    most = Math.max(most, now);
    await new Promise((resolve) => setTimeout(resolve, 5)); // others may come meanwhile
    now -= 1;
    const asked = new URL(seen.url, server.origin).searchParams.get('_id')?.split(',') ?? [];
    json(200, searchset(asked.flatMap<object>((id) => server.tasks.get(id)?.versions.at(-1) ?? [])))(seen, response);
  });
  for (const id of ids) void reads.pollMany([id]);
  await until(() => store.tasks.list({ limit: 2_000 }).every(({ pollCount }) => pollCount === 1));
  expect(server.asked()).toHaveLength(20);
  expect(most).toBeLessThanOrEqual(4);
});

test('a crowd that comes due in the same second is spread over a minute, never earlier', async () => {
  const { reads, store, ids, ports } = await start(1_000);
  const now = ports.clock.now();
  const createdAt = new Date(now).toISOString();
  const due = ids.map((id) =>
    store.write(() => {
      const next = reads.plan({ ...(store.tasks.get(id) as TaskRecord), createdAt, profile: 'cdex' });
      store.tasks.put(next);
      return Date.parse(next.nextPollAt ?? '');
    }),
  );
  expect(Math.min(...due)).toBeGreaterThanOrEqual(now + 60_000);
  expect(Math.max(...due)).toBeLessThanOrEqual(now + 122_000);
  const seconds = new Map<number, number>();
  for (const at of due) seconds.set(at, (seconds.get(at) ?? 0) + 1);
  expect(Math.max(...seconds.values())).toBeLessThanOrEqual(220);
  expect(seconds.size).toBeGreaterThan(50);
});
