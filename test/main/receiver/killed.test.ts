import http from 'node:http';
import path from 'node:path';
import { expect, test } from 'vitest';
import { statusOf } from '../../../shared/domain/push.ts';
import type { Role } from '../../../shared/domain/role.ts';
import { openConsole, throwAwayFolder, until } from '../../fakes/ports.ts';
import { forkHelper, type Helper } from '../store/processes.ts';
import { send } from './open-receiver.ts';
import { submissionOf } from './submissions.ts';

const count = 1_000;
const senders = 24;
const trackingOf = (n: number) => `https://source.example/tracking|track-${n}`;
/** Every hundredth goes to a file. */
const bodyOf = (n: number) =>
  JSON.stringify(
    submissionOf({ trackingId: `track-${n}`, documents: [Buffer.alloc(n % 100 ? 3_000 : 90_000, `page ${n} `)] }),
  );

test('kill -9 in the middle of 1,000 pushes, sent again until answered: none answered 2xx is lost, none shows twice', async () => {
  const folder = path.join(throwAwayFolder(), 'data');
  const agent = new http.Agent({ keepAlive: true, maxSockets: senders });
  let port = 0;
  const start = async (): Promise<Helper> => {
    const helper = forkHelper(new URL('child.ts', import.meta.url), [folder]);
    const started = (await helper.said()) as { value: Role };
    port = Number(new URL(started.value.receiver?.metadataUrl ?? '').port);
    return helper;
  };
  const answered = new Set<number>();
  let [next, again] = [0, 0];

  /** Sends one after the other, each until it is answered. */
  async function sendOn(): Promise<void> {
    for (let n = next++; n < count; n = next++)
      while (!answered.has(n))
        try {
          const { status } = await send(port, '/$submit-attachment', { body: bodyOf(n), agent });
          expect(status).toBe(200);
          answered.add(n);
        } catch (error) {
          if ((error as { code?: string }).code === undefined) throw error;
          again += 1;
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
  }

  let helper = await start();
  const sending = Promise.all(Array.from({ length: senders }, sendOn));
  await until(() => answered.size >= count / 2, 60_000);
  await helper.kill();
  helper = await start();
  await sending;
  await helper.kill();
  agent.destroy();
  expect(answered.size).toBe(count);
  expect(again).toBeGreaterThan(0); // it was killed while pushes were under way

  const { run } = openConsole({ dataFolder: folder });
  const shown = await run('inbox.list', { limit: 5_000 });
  const ids = shown.map(({ trackingId }) => trackingId);
  expect(new Set(ids)).toEqual(new Set(Array.from({ length: count }, (_, n) => trackingOf(n))));
  expect(ids).toHaveLength(count);
  // What was promised is on record, whether or not it was noted that it went out.
  expect(shown.filter((push) => statusOf(push) !== 200)).toEqual([]);
  for (const { repeats = 0, id } of shown.filter((push) => push.repeats))
    expect((await run('inbox.story', { id })).repeats).toHaveLength(repeats);
}, 180_000);
