import { createWriteStream, existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openDatabase } from '../../../main/store/database.ts';
import { assembleStore, type Store } from '../../../main/store/store.ts';
import { cleanUp, throwAwayFolder, unwrap } from '../../fakes/ports.ts';
import { type Heard, openReceiver } from './open-receiver.ts';
import { submissionOf } from './submissions.ts';

const submit = '/$submit-attachment';
const bodyOf = (n: number, bytes: number) =>
  JSON.stringify(submissionOf({ trackingId: `track-${n}`, documents: [Buffer.alloc(bytes, `${n} `)] }));

/** A receiver on a database whose pages can be counted out. */
async function openLimited() {
  const folder = throwAwayFolder();
  const database = unwrap(openDatabase(folder));
  const store = assembleStore(database, folder);
  cleanUp(() => store.close());
  const pages = () => Number(database.get('PRAGMA page_count')?.page_count);
  return {
    ...(await openReceiver(undefined, { store })),
    store,
    bodies: path.join(folder, 'bodies'),
    leave: (count: number) => database.exec(`PRAGMA max_page_count=${pages() + count}`),
  };
}

const stored = (store: Store) => new Set(store.pushes.list(5_000, { repeats: true }).map((push) => push.trackingId));
const isRefusal = ({ status, text }: Heard) =>
  status >= 500 && JSON.parse(text).issue[0].severity === 'fatal' && !/SQLITE|ENO|disk/.test(text);

test('a database that is full answers 507 with an OperationOutcome, keeps what it acknowledged, and goes on when there is room', async () => {
  const { store, send, leave, close, bodies } = await openLimited();
  leave(60);
  const answers: Heard[] = [];
  for (let n = 0; n < 60; n += 1) answers.push(await send(submit, { body: bodyOf(n, n % 3 ? 4_000 : 60_000) }));
  const refused = answers.filter(({ status }) => status !== 200);
  expect(refused.length).toBeGreaterThan(5);
  expect(refused.every((heard) => heard.status === 507 && isRefusal(heard))).toBe(true);
  const files = readdirSync(bodies).length;
  const kept = stored(store);
  for (const [n, { status }] of answers.entries())
    expect([n, kept.has(`https://source.example/tracking|track-${n}`)]).toEqual([n, status === 200]);
  expect(files).toBe([...answers.entries()].filter(([n, { status }]) => status === 200 && n % 3 === 0).length);
  leave(10_000);
  for (const [n, { status }] of answers.entries())
    if (status !== 200) expect((await send(submit, { body: bodyOf(n, 4_000) })).status).toBe(200);
  await close();
  expect(stored(store).size).toBe(60);
  // What was answered while nothing more could be written is noted by now.
  expect(store.pushes.list(100).every(({ answered }) => answered === 200)).toBe(true);
});

// Where the system has a device that is always full.
test.runIf(existsSync('/dev/full')).each([
  ['small', 60_000],
  ['streamed', 3_000_000],
])(
  'a disk that is full when the file of a body is written answers 507, and the sender hears it: %s',
  async (_, size) => {
    const { store, send, bodies } = await openLimited();
    const { create, save } = store.bodies;
    store.bodies.create = () => ({ name: 'none', stream: createWriteStream('/dev/full', { flush: true }) });
    store.bodies.save = () => Promise.reject(Object.assign(new Error('no space left'), { code: 'ENOSPC' }));
    for (let n = 0; n < 3; n += 1) {
      const heard = await send(submit, { body: bodyOf(n, size) });
      expect([heard.status, isRefusal(heard)]).toEqual([507, true]);
    }
    expect(stored(store).size).toBe(0);
    Object.assign(store.bodies, { create, save });
    expect((await send(submit, { body: bodyOf(9, size) })).status).toBe(200);
    expect(readdirSync(bodies)).toHaveLength(1);
  },
);

test('a folder of bodies that refuses writes answers 500; small pushes are taken all the same', async () => {
  const { store, send, bodies } = await openLimited();
  expect((await send(submit, { body: bodyOf(1, 100_000) })).status).toBe(200);
  renameSync(bodies, `${bodies}-away`);
  writeFileSync(bodies, '');
  for (const size of [100_000, 3_000_000]) expect(isRefusal(await send(submit, { body: bodyOf(2, size) }))).toBe(true);
  expect((await send(submit, { body: bodyOf(3, 100) })).status).toBe(200);
  rmSync(bodies);
  renameSync(`${bodies}-away`, bodies);
  expect((await send(submit, { body: bodyOf(4, 100_000) })).status).toBe(200);
  expect([...stored(store)].map((id) => id?.at(-1)).sort()).toEqual(['1', '3', '4']);
});
