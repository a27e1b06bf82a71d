import v8 from 'node:v8';
import vm from 'node:vm';
import { expect, test } from 'vitest';
import { until } from '../../fakes/ports.ts';
import { answering, submit } from './answering.ts';
import { send } from './open-receiver.ts';
import { submissionOf } from './submissions.ts';

v8.setFlagsFromString('--expose-gc');
const collect = vm.runInNewContext('gc') as () => void;
const megabyte = 1_048_576;
const senders = 30;

/** What buffers hold after everything that can go has gone, in bytes. */
async function held(): Promise<number> {
  for (let round = 0; round < 3; round += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    collect();
  }
  return process.memoryUsage().arrayBuffers;
}

test('senders who wait hold no bodies in memory: those are stored', async () => {
  const { receiver, store, clock } = await answering({ answer: 'accept', delayMs: 60_000 });
  const bodies = Array.from({ length: senders }, (_, n) =>
    Buffer.from(JSON.stringify(submissionOf({ trackingId: `T-${n}`, documents: [Buffer.alloc(600_000, 'scan ')] }))),
  );
  expect(bodies.every(({ length }) => length > 700_000 && length < megabyte)).toBe(true); // held whole, not spilt
  const before = await held();
  const answers = bodies.map((body) => send(receiver.port, submit, { body }));
  await until(() => store.pushes.list(100).length === senders, 20_000);
  // They are let go of once the disk has taken them; the clock stands still, so all still wait.
  await expect.poll(async () => (await held()) - before, { timeout: 20_000 }).toBeLessThan(8 * megabyte);
  await until(() => clock.next());
  await clock.advance(60_000);
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual(bodies.map(() => 200));
  expect(store.pushes.list(100).every(({ bytes }) => bytes !== undefined && bytes > 700_000)).toBe(true);
}, 60_000);
