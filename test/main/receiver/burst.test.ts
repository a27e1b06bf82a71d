import http from 'node:http';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openDatabase } from '../../../main/store/database.ts';
import { assembleStore } from '../../../main/store/store.ts';
import type { Role } from '../../../shared/domain/role.ts';
import { openConsole, throwAwayFolder, unwrap, until } from '../../fakes/ports.ts';
import { forkHelper } from '../store/processes.ts';
import { openReceiver, send } from './open-receiver.ts';
import { submissionOf } from './submissions.ts';

const submit = '/$submit-attachment';
const bodyOf = (n: number) =>
  JSON.stringify(submissionOf({ trackingId: `track-${n}`, documents: [Buffer.alloc(4_000, `page ${n} `)] }));
const tracking = (n: number) => `https://source.example/tracking|track-${n}`;

test('several hundred submissions at once are all stored and all answered', async () => {
  const { receiver, store, close } = await openReceiver();
  const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
  const count = 300;
  const answers = await Promise.all(
    Array.from({ length: count }, (_, n) => send(receiver.port, submit, { body: bodyOf(n), agent })),
  );
  agent.destroy();
  await close();
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  const pushes = store.pushes.list(1_000);
  expect(new Set(pushes.map(({ trackingId }) => trackingId))).toEqual(
    new Set(Array.from({ length: count }, (_, n) => tracking(n))),
  );
  expect(pushes.every(({ answered, answeredAt }) => answered === 200 && answeredAt !== undefined)).toBe(true);
  expect(store.exchanges.list(1_000).every(({ status }) => status === 200)).toBe(true);
});

test('a push is in the store before its answer leaves', async () => {
  const { store, send: push } = await openReceiver();
  const seen: number[] = [];
  for (let n = 0; n < 5; n += 1) {
    await push(submit, { body: bodyOf(n) });
    seen.push(store.pushes.list(100).length);
  }
  expect(seen).toEqual([1, 2, 3, 4, 5]);
});

test('when the store fails the answer is 500, never 2xx, and the next push is taken', async () => {
  const { store, send: push, logged } = await openReceiver();
  const { write } = store;
  store.write = () => {
    throw new Error('the disk is gone');
  };
  const answers = await Promise.all(Array.from({ length: 5 }, (_, n) => push(submit, { body: bodyOf(n) })));
  expect(answers.map(({ status }) => status)).toEqual([500, 500, 500, 500, 500]);
  expect(answers[0]?.text).not.toContain('the disk is gone');
  expect(logged[0]).toContain('the disk is gone');
  store.write = write;
  expect(store.pushes.list(5)).toEqual([]);
  expect((await push(submit, { body: bodyOf(9) })).status).toBe(200);
});

test('when the disk takes nothing the answer is 500, and what the record names stays', async () => {
  const { store, send: push } = await openReceiver();
  const { flush } = store;
  store.flush = () => Promise.reject(new Error('the disk is gone'));
  const large = JSON.stringify(submissionOf({ documents: [Buffer.alloc(90_000, 'page ')] }));
  expect((await push(submit, { body: large })).status).toBe(500);
  store.flush = flush;
  expect((await push(submit, { body: bodyOf(9) })).status).toBe(200);
  for (const { exchangeId } of store.pushes.list(5)) {
    const body = store.exchanges.body(exchangeId, 'request');
    if (body?.file) expect(await store.bodies.size(body.file)).toBe(large.length);
  }
});

test('kill -9 in a burst of pushes loses none that was answered 2xx', async () => {
  const folder = path.join(throwAwayFolder(), 'data');
  const helper = forkHelper(new URL('child.ts', import.meta.url), [folder]);
  const started = (await helper.said()) as { value: Role };
  const port = Number(new URL(started.value.receiver?.metadataUrl ?? '').port);

  const agent = new http.Agent({ keepAlive: true, maxSockets: 32 });
  const answered: number[] = [];
  let [next, broken] = [0, 0];
  const pushOn = async () => {
    for (;;) {
      const n = next;
      next += 1;
      try {
        if ((await send(port, submit, { body: bodyOf(n), agent })).status === 200) answered.push(n);
      } catch {
        broken += 1;
        return;
      }
    }
  };
  const senders = Array.from({ length: 32 }, pushOn);
  await until(() => answered.length >= 100);
  await helper.kill();
  await Promise.all(senders);
  agent.destroy();
  expect(broken).toBe(32); // it was killed while pushes were under way

  const database = unwrap(openDatabase(folder));
  expect(database.all('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  const store = assembleStore(database, folder);
  const stored = new Set(store.pushes.list(5_000).map(({ trackingId }) => trackingId));
  expect(answered.filter((n) => !stored.has(tracking(n)))).toEqual([]);
  for (const { exchangeId } of store.pushes.list(5_000))
    expect(store.exchanges.detail(exchangeId)?.request.bodyText).toContain('"resourceType":"Parameters"');
  store.close();

  // The folder opens as if nothing had happened: the role is free again and pushes are taken.
  const { run } = openConsole({ dataFolder: folder });
  expect(await run('receiver.status', {})).toEqual({ id: 'receiver', running: false });
  const { receiver } = await run('receiver.start', { port: 0 });
  const again = Number(new URL(receiver?.metadataUrl ?? '').port);
  expect((await send(again, submit, { body: bodyOf(99_999) })).status).toBe(200);
});
